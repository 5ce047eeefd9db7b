import { type AttributeValue, GetItemCommand, PutItemCommand, ScanCommand } from '@aws-sdk/client-dynamodb'
import { expect, it } from 'vitest'
import { createAttemptMarks } from '../../../../src/adapters/aws/attempt-marks.ts'
import { binary, key, number, text } from '../../../../src/adapters/aws/attribute-values.ts'
import { definitionKey, inputKey, jobKey, resultKey, type TextKey } from '../../../../src/adapters/aws/table-schema.ts'
import { aClaim, aDefinition, aJob, anAttempt, builtAt } from '../../../builders.ts'
import type { DynamoDbServer } from '../../../servers/dynamodb.ts'
import { type OwnStore, ownStore } from '../own-store.ts'

const outcome = { status: 'completed', output: { json: { rows: 3 }, bytes: 10 } } as const
const record = { ...anAttempt(), owner: 'process1', outcome, finishedAt: builtAt + 1_000 }
const largeInput = { input: { json: 'x'.repeat(9_000), bytes: 9_002 } }
const day = 86_400

/** What lies in the table: expiry, damage, other versions. */
export function itemCases(server: DynamoDbServer): void {
  it('lets an ended job expire after its retention, its input and results 400 days later than they were written', async () => {
    const own = await ownStore(server, { retentionDays: 30 })
    const { store } = own
    await store.createJob(aJob(largeInput))
    expect(await expiry(own, jobKey('job1'))).toBeUndefined()
    await store.saveJob(aJob({ ...largeInput, version: 2, status: 'completed', finishedAt: builtAt + 5_500 }))
    await store.claimResult(aClaim())
    await store.recordResult(record)
    expect(await expiry(own, jobKey('job1'))).toBe(builtAt / 1_000 + 6 + 30 * day)
    expect(await expiry(own, inputKey('job1', 'payload1'))).toBe(builtAt / 1_000 + 430 * day)
    expect(await expiry(own, resultKey(anAttempt()))).toBe(builtAt / 1_000 + 430 * day)
    await store.saveJob(aJob({ ...largeInput, version: 3, status: 'pending', epoch: 2 }))
    expect(await expiry(own, jobKey('job1'))).toBeUndefined()
  })

  it('lets nothing expire without retention days, nor definitions ever', async () => {
    const own = await ownStore(server)
    await own.store.createJob(aJob({ ...largeInput, status: 'failed', finishedAt: builtAt }))
    await own.store.claimResult(aClaim())
    await createAttemptMarks(own).requestAbort(anAttempt({ attempt: 2 }))
    await own.store.putDefinition(aDefinition())
    const keeping = { ...own, ...(await ownStore(server, { retentionDays: 1 })) }
    await keeping.store.putDefinition(aDefinition())
    for (const { client, table } of [own, keeping]) {
      const { Items = [] } = await client.send(new ScanCommand({ TableName: table }))
      expect(Items.length).toBeGreaterThan(0)
      for (const item of Items) expect(item).not.toHaveProperty('x')
    }
  })

  it.each<[string, Record<string, AttributeValue | undefined>, string]>([
    [
      'is of a newer version',
      { d: binary(Uint8Array.of(2, 0, 0, 0, 0, 9)) },
      'it has format 2; this version reads up to 1',
    ],
    ['is damaged', { d: binary(Uint8Array.of(1, 0, 0, 0, 0, 9)) }, 'its bytes are damaged'],
    ['is empty', { d: binary(Uint8Array.of()) }, 'its bytes are damaged'],
    ['is gone', { d: undefined }, 'its attribute d is missing'],
    ['is a text', { d: text('{}') }, 'its attribute d has the type S, not B'],
  ])('names a record that %s, and shows the others', async (_what, attributes, problem) => {
    const logged: string[] = []
    const own = await ownStore(server, { log: (level, message) => logged.push(`${level} ${message}`) })
    const { store } = own
    for (const jobId of ['a', 'b']) await store.createJob(aJob({ jobId, wakeAt: 1 }))
    await store.claimResult(aClaim())
    await store.recordResult(record)
    await store.putDefinition(aDefinition())
    for (const place of [jobKey('a'), resultKey(anAttempt()), definitionKey('definition1')])
      await change(own, place, attributes)

    const unreadable = (name: string) => ({
      code: 'STORE_RECORD_UNREADABLE',
      retryable: false,
      message: `${name} cannot be read from the store: ${problem}`,
    })
    await expect(store.loadJob('a')).rejects.toMatchObject(unreadable('Job a'))
    await expect(store.createJob(aJob({ jobId: 'a' }))).rejects.toMatchObject(unreadable('Job a'))
    const result = unreadable('Result of step cleaner of job job1, epoch 1, attempt 1')
    await expect(store.loadResults([anAttempt()])).rejects.toMatchObject(result)
    await expect(store.listResults('job1', ['cleaner'])).rejects.toMatchObject(result)
    await expect(store.loadDefinition('definition1')).rejects.toMatchObject(unreadable('Definition definition1'))
    expect((await store.listJobs({ tenant: 'default', limit: 5 })).jobs.map(({ jobId }) => jobId)).toEqual(['b'])
    expect(logged).toEqual([`error Job a cannot be read from the store: ${problem}`])
    expect(await store.listDueJobs(1, 5)).toEqual(['a', 'b'])
  })

  it('names an input that is gone or damaged, and lists its job all the same', async () => {
    const own = await ownStore(server)
    await own.store.createJob(aJob(largeInput))
    await change(own, inputKey('job1', 'payload1'), { d: undefined })
    const message = 'Input of job job1 cannot be read from the store: its attribute d is missing'
    await expect(own.store.loadJob('job1')).rejects.toMatchObject({ code: 'STORE_RECORD_UNREADABLE', message })
    const { jobs } = await own.store.listJobs({ tenant: 'default', limit: 5 })
    expect(jobs.map(({ jobId }) => jobId)).toEqual(['job1'])
  })

  it.each<[string, Record<string, AttributeValue | undefined>, string]>([
    ['no token', { t: undefined }, 'its attribute t is missing'],
    ['a number for its token', { t: number(3) }, 'its attribute t has the type N, not S'],
    ['no start', { b: undefined }, 'its attribute b is missing'],
    ['a status nobody knows', { s: text('finished') }, 'it has the status finished'],
    ['the outcome of another status', { s: text('failed') }, 'its error has no code and message'],
  ])('does not trust a result that an agent wrote with %s', async (_what, attributes, problem) => {
    const own = await ownStore(server)
    await own.store.claimResult(aClaim())
    await own.store.recordResult(record)
    await change(own, resultKey(anAttempt()), attributes)
    const loading = own.store.loadResults([anAttempt()])
    await expect(loading).rejects.toMatchObject({
      code: 'STORE_RECORD_UNREADABLE',
      message: expect.stringContaining(problem),
    })
  })

  it('refuses beyond 400 KB before anything is written', async () => {
    const own = await ownStore(server)
    const noise = Array.from({ length: 130_000 }, (_, at) => ((at * 2_654_435_761) % 4_294_967_296).toString(36)).join(
      '',
    )
    const tooLarge = { code: 'STORE_TOO_LARGE', retryable: false }
    await expect(own.store.createJob(aJob({ input: { json: noise, bytes: 800_000 } }))).rejects.toMatchObject(tooLarge)
    await expect(own.store.createJob(aJob({ labels: { noise } }))).rejects.toMatchObject(tooLarge)
    expect(await own.store.loadJob('job1')).toBeUndefined()
    await own.store.createJob(aJob())
    await expect(own.store.saveJob(aJob({ version: 2, labels: { noise } }))).rejects.toMatchObject(tooLarge)
    expect(await own.store.loadJob('job1')).toEqual(aJob())
    await own.store.claimResult(aClaim())
    const ending = { ...record, outcome: { status: 'completed', output: { json: noise, bytes: 800_000 } } as const }
    await expect(own.store.recordResult(ending)).rejects.toMatchObject(tooLarge)
    const definition = aDefinition({ project: { name: noise, version: '1' } })
    await expect(own.store.putDefinition(definition)).rejects.toMatchObject(tooLarge)
  })
}

async function expiry({ client, table }: OwnStore, place: TextKey): Promise<number | undefined> {
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key: key(place) }))
  expect(Item, place.sk).toBeDefined()
  return Item?.x?.N === undefined ? undefined : Number(Item.x.N)
}

/** Writes over attributes of an item, or takes them away. */
async function change(
  { client, table }: OwnStore,
  place: TextKey,
  attributes: Record<string, AttributeValue | undefined>,
): Promise<void> {
  const { Item = {} } = await client.send(new GetItemCommand({ TableName: table, Key: key(place) }))
  const changed = Object.entries({ ...Item, ...attributes }).filter(([, value]) => value !== undefined)
  const next = Object.fromEntries(changed) as Record<string, AttributeValue>
  await client.send(new PutItemCommand({ TableName: table, Item: next }))
}
