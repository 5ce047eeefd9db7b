import { expect, it } from 'vitest'
import type { AttemptOutcome } from '../../../src/core/result.ts'
import { aClaim, anAttempt, aResult, builtAt } from '../../builders.ts'
import type { CurrentStore } from '../job-store.suite.ts'

const completed: AttemptOutcome = { status: 'completed', output: { json: { rows: 3 }, bytes: 10 } }
const failed: AttemptOutcome = { status: 'failed', error: { code: 'STEP_FAILED', message: 'broken' } }
const finishedAt = builtAt + 1_000

export function resultCases(store: CurrentStore): void {
  it('shows a claimed attempt as running', async () => {
    expect(await store().claimResult(aClaim())).toBe(true)
    expect(await store().loadResults([anAttempt()])).toEqual([{ ...aClaim(), status: 'running' }])
  })

  it('refuses a second claim, but says yes again to the owner whose claim holds', async () => {
    await store().claimResult(aClaim())
    expect(await store().claimResult(aClaim({ owner: 'process2' }))).toBe(false)
    expect(await store().claimResult(aClaim({ startedAt: builtAt + 5 }))).toBe(true)
    expect(await store().loadResults([anAttempt()])).toEqual([{ ...aClaim(), status: 'running' }])
  })

  it('lets one of 100 parallel claims win', async () => {
    const claims = Array.from({ length: 100 }, (_, index) => store().claimResult(aClaim({ owner: `process${index}` })))
    const won = await Promise.all(claims)
    expect(won.filter(Boolean)).toHaveLength(1)
    expect(await store().loadResults([anAttempt()])).toMatchObject([{ owner: `process${won.indexOf(true)}` }])
  })

  it.each([
    ['job', { jobId: 'job2' }],
    ['step', { stepId: 'cleaner-2' }],
    ['epoch', { epoch: 2 }],
    ['attempt', { attempt: 2 }],
    ['agent', { agent: 'fallback' }],
  ])('claims attempts that differ by their %s alone apart from each other', async (_name, other) => {
    await store().claimResult(aClaim())
    expect(await store().claimResult(aClaim(other))).toBe(true)
    expect(await store().recordResult({ ...anAttempt(other), owner: 'process1', outcome: failed, finishedAt })).toBe(
      true,
    )
    expect(await store().loadResults([anAttempt()])).toMatchObject([{ status: 'running' }])
  })

  it('records how the attempt ended, with all that the claim said', async () => {
    await store().claimResult(aClaim())
    expect(await store().recordResult({ ...anAttempt(), owner: 'process1', outcome: completed, finishedAt })).toBe(true)
    expect(await store().loadResults([anAttempt()])).toEqual([aResult()])
  })

  it.each([
    ['completed', { requests: 2, inputTokens: 900, outputTokens: 80, microUsd: 4_500 }],
    ['completed', { requests: 1, inputTokens: 9, outputTokens: 8, microUsd: 'unknown', simulated: true }],
    ['failed', { requests: 1, inputTokens: 9, outputTokens: 8, microUsd: 'unknown' }],
  ] as const)('keeps what the models of an attempt that %s used: %j', async (status, usage) => {
    const outcome: AttemptOutcome = { ...(status === 'completed' ? completed : failed), usage }
    await store().claimResult(aClaim())
    const record = { ...anAttempt(), owner: 'process1', outcome, finishedAt }
    expect([await store().recordResult(record), await store().recordResult(record)]).toEqual([true, true])
    expect(await store().loadResults([anAttempt()])).toEqual([{ ...aClaim(), ...outcome, finishedAt }])
  })

  it('fences a record by somebody who does not own the attempt', async () => {
    await store().claimResult(aClaim())
    const record = { ...anAttempt(), owner: 'process2', outcome: completed, finishedAt }
    expect(await store().recordResult(record)).toBe(false)
    expect(await store().loadResults([anAttempt()])).toMatchObject([{ status: 'running' }])
  })

  it('fences a record without a claim, and makes no item', async () => {
    expect(await store().recordResult({ ...anAttempt(), owner: 'process1', outcome: completed, finishedAt })).toBe(
      false,
    )
    expect(await store().loadResults([anAttempt()])).toEqual([undefined])
  })

  it('never changes a recorded result', async () => {
    await store().claimResult(aClaim())
    await store().recordResult({ ...anAttempt(), owner: 'process1', outcome: completed, finishedAt })
    const again = { ...anAttempt(), owner: 'process1', outcome: failed, finishedAt: finishedAt + 1 }
    expect(await store().recordResult(again)).toBe(false)
    expect(await store().claimResult(aClaim({ owner: 'process2' }))).toBe(false)
    expect(await store().loadResults([anAttempt()])).toEqual([aResult()])
  })

  it('says yes again to the very same record, whose first answer may have been lost, and no to a late claim', async () => {
    await store().claimResult(aClaim())
    const record = { ...anAttempt(), owner: 'process1', outcome: completed, finishedAt }
    expect(await store().recordResult(record)).toBe(true)
    expect(await store().recordResult(record)).toBe(true)
    const other: AttemptOutcome = { status: 'completed', output: { json: { rows: 4 }, bytes: 10 } }
    expect(await store().recordResult({ ...record, outcome: other })).toBe(false)
    expect(await store().recordResult({ ...record, finishedAt: finishedAt + 1 })).toBe(false)
    expect(await store().recordResult({ ...record, owner: 'process2' })).toBe(false)
    expect(await store().claimResult(aClaim())).toBe(false)
    expect(await store().loadResults([anAttempt()])).toEqual([aResult()])
  })

  it('lets one of two parallel records win', async () => {
    await store().claimResult(aClaim())
    const won = await Promise.all(
      [completed, failed].map((outcome) =>
        store().recordResult({ ...anAttempt(), owner: 'process1', outcome, finishedAt }),
      ),
    )
    expect(won.filter(Boolean)).toHaveLength(1)
    const winner = won[0] ? 'completed' : 'failed'
    expect(await store().loadResults([anAttempt()])).toMatchObject([{ status: winner }])
  })

  it('answers in the order asked, with holes where nothing is, and the same item twice', async () => {
    await store().claimResult(aClaim({ stepId: 'a' }))
    await store().claimResult(aClaim({ stepId: 'b' }))
    const asked = ['b', 'missing', 'a', 'b'].map((stepId) => anAttempt({ stepId }))
    const loaded = await store().loadResults(asked)
    expect(loaded.map((result) => result?.stepId)).toEqual(['b', undefined, 'a', 'b'])
    expect(await store().loadResults([])).toEqual([])
  })

  it('lists every attempt of the named agents over all epochs, oldest first', async () => {
    const at = (later: number) => ({ startedAt: builtAt + later })
    await store().claimResult(aClaim({ epoch: 2, attempt: 1, ...at(30) }))
    await store().claimResult(aClaim({ epoch: 1, attempt: 2, ...at(20) }))
    await store().claimResult(aClaim({ epoch: 1, attempt: 1, ...at(10) }))
    await store().claimResult(aClaim({ agent: 'trend', stepId: 'trend', ...at(15) }))
    await store().claimResult(aClaim({ agent: 'other', stepId: 'other', ...at(16) }))
    await store().claimResult(aClaim({ jobId: 'job2', ...at(17) }))
    const listed = await store().listResults('job1', ['trend', 'cleaner'])
    expect(listed.map(({ agent, epoch, attempt }) => `${agent} ${epoch}.${attempt}`)).toEqual([
      'cleaner 1.1',
      'trend 1.1',
      'cleaner 1.2',
      'cleaner 2.1',
    ])
    expect(await store().listResults('job1', [])).toEqual([])
    expect(await store().listResults('unknown', ['cleaner'])).toEqual([])
  })
}
