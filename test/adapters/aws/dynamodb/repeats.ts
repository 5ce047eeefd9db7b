import { expect, it } from 'vitest'
import { createDynamoJobStore } from '../../../../src/adapters/aws/dynamodb-job-store.ts'
import { aClaim, aDefinition, aJob, anAttempt, builtAt } from '../../../builders.ts'
import type { DynamoDbServer } from '../../../servers/dynamodb.ts'
import { silentLog } from '../../../workbench.ts'
import { type OwnStore, ownStore } from '../own-store.ts'
import { lostAnswer, throttled, troubled } from '../watched-client.ts'

const outcome = { status: 'completed', output: { json: { rows: 3 }, bytes: 10 } } as const
const record = { ...anAttempt(), owner: 'process1', outcome, finishedAt: builtAt + 1_000 }

/** A store whose client loses the first answer to each of these requests: they are carried out and sent again. */
async function forgetful(server: DynamoDbServer, name: string): Promise<OwnStore> {
  const own = await ownStore(server)
  troubled(own.client, (sent, attempt) => (sent === name && attempt === 1 ? { after: lostAnswer() } : undefined))
  return own
}

/** Throttling, and requests that were carried out although they failed. */
export function repeatCases(server: DynamoDbServer): void {
  it('answers that a job was created when the repeat of the put meets the job', async () => {
    const { store } = await forgetful(server, 'PutItem')
    const job = aJob({ wakeAt: 5 })
    expect(await store.createJob(job)).toEqual({ created: true })
    expect(await store.createJob({ ...job, payloadHash: 'other' })).toEqual({ created: false, existing: job })
    expect(await store.loadJob('job1')).toEqual(job)
  })

  it('answers that a job was created also when its input has an item of its own', async () => {
    const { store } = await forgetful(server, 'PutItem')
    const job = aJob({ input: { json: 'x'.repeat(9_000), bytes: 9_002 } })
    expect(await store.createJob(job)).toEqual({ created: true })
    expect(await store.loadJob('job1')).toEqual(job)
  })

  it('answers that a job was saved when the repeat of the put meets the version it wrote', async () => {
    const { store } = await forgetful(server, 'PutItem')
    await store.createJob(aJob())
    expect(await store.saveJob(aJob({ version: 2, updatedAt: builtAt + 7 }))).toBe(true)
    expect(await store.saveJob(aJob({ version: 3, updatedAt: builtAt + 8 }))).toBe(true)
    expect((await store.loadJob('job1'))?.version).toBe(3)
  })

  it('answers that a save lost when its repeat meets the version of another writer', async () => {
    const own = await ownStore(server)
    const other = aJob({ version: 2, updatedAt: builtAt + 1 })
    await own.store.createJob(aJob())
    await own.store.saveJob(other)
    troubled(own.client, (name, attempt) =>
      name === 'PutItem' && attempt === 1 ? { before: lostAnswer() } : undefined,
    )
    expect(await own.store.saveJob(aJob({ version: 2, updatedAt: builtAt + 2 }))).toBe(false)
    expect(await own.store.loadJob('job1')).toEqual(other)
  })

  it('answers that the other one saved when two write the very same version, neither of them repeated', async () => {
    const { store } = await ownStore(server)
    await store.createJob(aJob())
    expect(await store.saveJob(aJob({ version: 2 }))).toBe(true)
    expect(await store.saveJob(aJob({ version: 2 }))).toBe(false)
  })

  it('claims and records once when the repeat of the update meets its own write', async () => {
    const { store } = await forgetful(server, 'UpdateItem')
    expect(await store.claimResult(aClaim())).toBe(true)
    expect(await store.claimResult(aClaim({ owner: 'process2' }))).toBe(false)
    expect(await store.recordResult(record)).toBe(true)
    expect(await store.recordResult({ ...record, finishedAt: builtAt + 2_000 })).toBe(false)
    expect(await store.loadResults([anAttempt()])).toMatchObject([
      { status: 'completed', finishedAt: record.finishedAt },
    ])
  })

  it('puts a definition whose first answer is lost', async () => {
    const { store } = await forgetful(server, 'PutItem')
    await store.putDefinition(aDefinition())
    expect(await store.loadDefinition('definition1')).toEqual(aDefinition())
  })

  it('carries everything out in spite of some throttling', async () => {
    const { store, client } = await ownStore(server)
    troubled(client, (_name, attempt) => (attempt === 1 ? { before: throttled() } : undefined))
    const ofJob = async (): Promise<void> => {
      await store.createJob(aJob({ wakeAt: 1 }))
      expect(await store.saveJob(aJob({ version: 2, wakeAt: 1 }))).toBe(true)
    }
    const ofResult = async (): Promise<void> => {
      expect(await store.claimResult(aClaim())).toBe(true)
      expect(await store.recordResult(record)).toBe(true)
    }
    await Promise.all([ofJob(), ofResult()])
    const [due, listed, loaded] = await Promise.all([
      store.listDueJobs(1, 5),
      store.listJobs({ tenant: 'default', limit: 5 }),
      store.loadResults([anAttempt()]),
    ])
    expect(due).toEqual(['job1'])
    expect(listed.jobs).toHaveLength(1)
    expect(loaded).toMatchObject([{ status: 'completed' }])
  })

  it('says that the store is unavailable, retryably, when throttling does not end', async () => {
    const { store, client } = await ownStore(server)
    troubled(client, () => ({ before: throttled() }))
    const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
      ['createJob', () => store.createJob(aJob())],
      ['loadJob', () => store.loadJob('job1')],
      ['saveJob', () => store.saveJob(aJob({ version: 2 }))],
      ['listJobs', () => store.listJobs({ tenant: 'default', limit: 5 })],
      ['listDueJobs', () => store.listDueJobs(1, 5)],
      ['claimResult', () => store.claimResult(aClaim())],
      ['recordResult', () => store.recordResult(record)],
      ['loadResults', () => store.loadResults([anAttempt()])],
      ['listResults', () => store.listResults('job1', ['cleaner'])],
      ['putDefinition', () => store.putDefinition(aDefinition())],
      ['loadDefinition', () => store.loadDefinition('definition1')],
    ]
    const faults = await Promise.allSettled(calls.map(([, call]) => call()))
    for (const [index, [operation]] of calls.entries()) {
      const message = expect.stringMatching(`^Store did not carry out ${operation}: ProvisionedThroughputExceeded`)
      expect(faults[index]).toMatchObject({ reason: { code: 'STORE_UNAVAILABLE', retryable: true, message } })
    }
  })

  it('says that the store is unavailable when the table is not there', async () => {
    const { client } = await ownStore(server)
    const store = createDynamoJobStore({ client, table: 'no-such-table', log: silentLog })
    const missing = { code: 'STORE_UNAVAILABLE', retryable: true, message: expect.stringContaining('ResourceNotFound') }
    await expect(store.loadJob('job1')).rejects.toMatchObject(missing)
    await expect(store.createJob(aJob())).rejects.toMatchObject(missing)
  })

  it('does not try again what DynamoDB calls invalid', async () => {
    const { store } = await ownStore(server)
    const jobId = 'x'.repeat(3_000)
    const invalid = {
      code: 'STORE_UNAVAILABLE',
      retryable: false,
      message: expect.stringContaining('ValidationException'),
    }
    await expect(store.createJob(aJob({ jobId }))).rejects.toMatchObject(invalid)
  })

  it('loads keys that a batch left unprocessed, and gives up when they stay so', async () => {
    const { store, client } = await ownStore(server)
    const attempts = Array.from({ length: 9 }, (_, index) => anAttempt({ stepId: `step-${index}` }))
    await Promise.all(attempts.map((attempt) => store.claimResult(aClaim(attempt))))
    let lazyAnswers = 3
    troubled(client, (name, _attempt, input) => {
      if (name !== 'BatchGetItem' || lazyAnswers-- <= 0) return undefined
      return { answer: (output) => leaveMost(output, input) }
    })
    const loaded = await store.loadResults(attempts)
    expect(loaded.map((result) => result?.stepId)).toEqual(attempts.map(({ stepId }) => stepId))
    lazyAnswers = Number.POSITIVE_INFINITY
    await expect(store.loadResults(attempts)).rejects.toMatchObject({
      code: 'STORE_UNAVAILABLE',
      retryable: true,
      message: expect.stringMatching(/\d of 9 keys stayed unprocessed$/),
    })
  })
}

type Batch = Record<string, { readonly Keys: readonly unknown[] }>

/** The answer of a busy table: one item, and the keys of the others to ask for again. */
function leaveMost(output: Record<string, unknown>, input: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const [[table = '', asked] = []] = Object.entries(input.RequestItems as Batch)
  const items = (output.Responses as Record<string, Record<string, unknown>[]>)[table] ?? []
  const [first, ...others] = items
  const kept = others.length === 0 ? [] : [first]
  const left = others.length === 0 ? items : others
  const Keys = left.map(({ pk, sk }) => ({ pk, sk }))
  return { ...output, Responses: { [table]: kept }, UnprocessedKeys: { [table]: { ...asked, Keys } } }
}
