import { GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { expect, it } from 'vitest'
import { binary, key, number, text } from '../../../../src/adapters/aws/attribute-values.ts'
import { itemBytes } from '../../../../src/adapters/aws/item-size.ts'
import { inputKey, jobKey } from '../../../../src/adapters/aws/table-schema.ts'
import type { Job } from '../../../../src/core/job.ts'
import { aClaim, aDefinition, aJob, anAttempt, builtAt } from '../../../builders.ts'
import type { DynamoDbServer } from '../../../servers/dynamodb.ts'
import { sixteenStepHistory } from '../../../sixteen-steps.ts'
import { ownStore } from '../own-store.ts'
import { troubled, watch } from '../watched-client.ts'

const withLargeInput = aJob({ input: { json: 'x'.repeat(9_000), bytes: 9_002 } })

/** Which requests go out, and what they cost. */
export function requestCases(server: DynamoDbServer): void {
  // dynalite does not count units as DynamoDB does: there is nothing to be said about them on it.
  if (server.countsUnits) unitCases(server)

  it('loads a job with one query, whether its input has an item of its own or not', async () => {
    const { store, client } = await ownStore(server)
    for (const job of [aJob({ jobId: 'small' }), { ...withLargeInput, jobId: 'large' }]) {
      await store.createJob(job)
      const sent = watch(client)
      expect(await store.loadJob(job.jobId)).toEqual(job)
      expect(sent).toMatchObject([{ name: 'Query', input: { ConsistentRead: true }, capacity: { CapacityUnits: 1 } }])
    }
  })

  it('saves a job with one put, won or lost', async () => {
    const { store, client } = await ownStore(server)
    await store.createJob(withLargeInput)
    const sent = watch(client)
    expect(await store.saveJob({ ...withLargeInput, version: 2 })).toBe(true)
    expect(await store.saveJob({ ...withLargeInput, version: 2 })).toBe(false)
    expect(sent.map(({ name }) => name)).toEqual(['PutItem', 'PutItem'])
  })

  it('writes a large input once, before its job, and not again for a repeated submit', async () => {
    const { store, client, table } = await ownStore(server)
    const sent = watch(client)
    await store.createJob(withLargeInput)
    const { sk } = inputKey('job1', withLargeInput.payloadHash)
    expect(sent.map(({ name, input }) => [name, (input.Item as { sk?: { S: string } } | undefined)?.sk?.S])).toEqual([
      ['Query', undefined],
      ['PutItem', sk],
      ['PutItem', 'JOB'],
    ])
    sent.length = 0
    expect(await store.createJob(withLargeInput)).toMatchObject({ created: false })
    expect(await store.createJob({ ...withLargeInput, payloadHash: 'other' })).toMatchObject({ created: false })
    expect(sent.map(({ name }) => name)).toEqual(['Query', 'Query'])
    const other = new GetItemCommand({ TableName: table, Key: key(inputKey('job1', 'other')) })
    expect(await client.send(other)).not.toHaveProperty('Item')
  })

  it('claims and records with one update each', async () => {
    const { store, client } = await ownStore(server)
    const sent = watch(client)
    await store.claimResult(aClaim())
    const outcome = { status: 'completed', output: { json: { rows: 3 }, bytes: 10 } } as const
    await store.recordResult({ ...anAttempt(), owner: 'process1', outcome, finishedAt: builtAt })
    expect(sent).toMatchObject([
      { name: 'UpdateItem', capacity: { CapacityUnits: 1 } },
      { name: 'UpdateItem', capacity: { CapacityUnits: 1 } },
    ])
    for (const { input } of sent) expect(input).not.toHaveProperty('ReturnValues')
  })

  it('puts a definition once, and afterwards only looks', async () => {
    const { store, client } = await ownStore(server)
    const sent = watch(client)
    await store.putDefinition(aDefinition())
    await store.putDefinition(aDefinition())
    expect(sent.map(({ name }) => name)).toEqual(['GetItem', 'PutItem', 'GetItem'])
  })

  it('leaves a definition as it is when another process puts it between the look and the put', async () => {
    const { store, client } = await ownStore(server)
    await store.putDefinition(aDefinition())
    troubled(client, (name, _attempt, input) =>
      name === 'GetItem' && input.ConsistentRead === false ? { answer: () => ({ $metadata: {} }) } : undefined,
    )
    await store.putDefinition(aDefinition({ project: { name: 'changed', version: '2' } }))
    expect(await store.loadDefinition('definition1')).toEqual(aDefinition())
  })

  it('asks nothing of DynamoDB for no results', async () => {
    const { store, client } = await ownStore(server)
    const sent = watch(client)
    expect(await store.loadResults([])).toEqual([])
    expect(await store.listResults('job1', [])).toEqual([])
    expect(sent).toEqual([])
  })

  it('loads the results of many steps in batches of 100', async () => {
    const { store, client } = await ownStore(server)
    const attempts = Array.from({ length: 250 }, (_, index) => anAttempt({ stepId: `step-${index}` }))
    const isClaimed = (index: number) => index % 9 === 0
    await Promise.all(attempts.filter((_, index) => isClaimed(index)).map((one) => store.claimResult(aClaim(one))))
    const sent = watch(client)
    const loaded = await store.loadResults([...attempts, ...attempts])
    const expected = attempts.map(({ stepId }, index) => (isClaimed(index) ? stepId : undefined))
    expect(loaded.map((result) => result?.stepId)).toEqual([...expected, ...expected])
    expect(sent.map(({ name }) => name)).toEqual(['BatchGetItem', 'BatchGetItem', 'BatchGetItem'])
  })
}

/** What requests cost, to the unit. */
function unitCases(server: DynamoDbServer): void {
  it('pays one write unit for each save of a job with 16 steps, and more only when its status or wakeAt moves', async () => {
    const { store, client } = await ownStore(server)
    const [submitted, ...saves] = sixteenStepHistory(1) as [Job, ...Job[]]
    await store.createJob(submitted)
    const sent = watch(client)
    for (const job of saves) expect(await store.saveJob(job)).toBe(true)
    expect(sent).toHaveLength(saves.length)
    const before = [submitted, ...saves]
    for (const [index, job] of saves.entries()) {
      const { Table, GlobalSecondaryIndexes = {} } = sent[index]?.capacity ?? {}
      expect(Table?.CapacityUnits).toBe(1)
      const moved = [
        ...(before[index]?.status === job.status ? [] : ['list']),
        ...(before[index]?.wakeAt === job.wakeAt ? [] : ['wake']),
      ]
      expect(Object.keys(GlobalSecondaryIndexes).sort(), `version ${job.version}`).toEqual(moved)
    }
  })

  it('counts the size of an item as DynamoDB does, to the byte', async () => {
    const { client, table } = await ownStore(server)
    const sent = watch(client)
    const head = { ...key(jobKey('job1')), l: text('Zoë#running'), v: number(123), a: number(1_700_000_012_345) }
    for (const units of [1, 2, 7]) {
      const rest = units * 1_024 - itemBytes({ ...head, d: binary(new Uint8Array()) })
      for (const more of [0, 1]) {
        await client.send(
          new PutItemCommand({ TableName: table, Item: { ...head, d: binary(new Uint8Array(rest + more)) } }),
        )
        expect(sent.at(-1)?.capacity?.CapacityUnits).toBe(units + more)
      }
    }
  })
}
