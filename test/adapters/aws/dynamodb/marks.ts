import { expect, it } from 'vitest'
import { createAttemptMarks } from '../../../../src/adapters/aws/attempt-marks.ts'
import { resultAttributes } from '../../../../src/adapters/aws/table-schema.ts'
import { aClaim, anAttempt, builtAt } from '../../../builders.ts'
import type { DynamoDbServer } from '../../../servers/dynamodb.ts'
import { ownStore } from '../own-store.ts'
import { watch } from '../watched-client.ts'

const outcome = { status: 'failed', error: { code: 'STEP_CANCELLED', message: 'stopped' } } as const
const record = { ...anAttempt(), owner: 'process1', outcome, finishedAt: builtAt + 1_000 }

export function markCases(server: DynamoDbServer): void {
  it('lets a running attempt go on until it is asked to stop', async () => {
    const own = await ownStore(server)
    const marks = createAttemptMarks(own)
    await own.store.claimResult(aClaim())
    expect(await marks.heartbeat(anAttempt())).toBe('running')
    await marks.requestAbort(anAttempt())
    await marks.requestAbort(anAttempt())
    expect(await marks.heartbeat(anAttempt())).toBe('abortRequested')
    expect(await own.store.recordResult(record)).toBe(true)
    expect(await own.store.loadResults([anAttempt()])).toEqual([
      { ...aClaim(), ...outcome, finishedAt: record.finishedAt },
    ])
  })

  it('reaches an attempt that is claimed only after it was asked to stop', async () => {
    const own = await ownStore(server)
    const marks = createAttemptMarks(own)
    await marks.requestAbort(anAttempt())
    expect(await own.store.loadResults([anAttempt()])).toEqual([undefined])
    expect(await own.store.listResults('job1', ['cleaner'])).toEqual([])
    expect(await own.store.claimResult(aClaim())).toBe(true)
    expect(await marks.heartbeat(anAttempt())).toBe('abortRequested')
    expect(await own.store.loadResults([anAttempt()])).toEqual([{ ...aClaim(), status: 'running' }])
  })

  it('concerns one attempt alone', async () => {
    const own = await ownStore(server)
    const marks = createAttemptMarks(own)
    await own.store.claimResult(aClaim({ attempt: 2 }))
    await marks.requestAbort(anAttempt())
    expect(await marks.heartbeat(anAttempt({ attempt: 2 }))).toBe('running')
  })

  it('does not make an item by asking, and stops an attempt whose item is gone', async () => {
    const own = await ownStore(server)
    expect(await createAttemptMarks(own).heartbeat(anAttempt())).toBe('abortRequested')
    expect(await own.store.claimResult(aClaim())).toBe(true)
  })

  it('lets the mark of an attempt that is never claimed expire', async () => {
    const own = await ownStore(server)
    const sent = watch(own.client)
    const marks = createAttemptMarks({ ...own, retentionDays: 10, now: () => builtAt })
    await marks.requestAbort(anAttempt())
    expect(sent[0]?.input.ExpressionAttributeValues).toMatchObject({
      ':expiry': { N: String(builtAt / 1_000 + 410 * 86_400) },
    })
  })

  it('asks for nothing but updates of attributes that an agent may write', async () => {
    const own = await ownStore(server, { retentionDays: 10 })
    const sent = watch(own.client)
    await own.store.claimResult(aClaim())
    await createAttemptMarks(own).heartbeat(anAttempt())
    await own.store.recordResult(record)
    for (const { name, input } of sent) {
      expect(name).toBe('UpdateItem')
      const expressions = `${input.UpdateExpression ?? ''} ${input.ConditionExpression ?? ''}`
      const named = expressions.match(/(?<![:\w])[a-z]{1,2}(?=\b)(?!\()/g) ?? []
      for (const attribute of named) expect(resultAttributes, expressions).toContain(attribute)
      expect(Object.keys(input.Key as object)).toEqual(['pk', 'sk'])
      expect(input.ReturnValues).toBeUndefined()
    }
  })
}
