import { describe, expect, it } from 'vitest'
import { createLocalInvoker, type LocalInvoker } from '../../../src/adapters/local/local-invoker.ts'
import { Fault } from '../../../src/core/fault.ts'
import { runAttempt } from '../../../src/engine/run-attempt.ts'
import type { AttemptCall } from '../../../src/ports/agent-invoker.ts'
import { aDefinition } from '../../planner/a-plan.ts'
import { failure, TestPlatform } from '../test-platform.ts'

type Run = (call: AttemptCall, signal: AbortSignal) => Promise<void>

/** Five attempts for one place: one throws, one fails, one is stopped while it waits, one’s store is away, one is fine. */
async function fiveForOnePlace(wrap: (run: Run) => Run): Promise<{ worked: string[]; invoker: LocalInvoker }> {
  const platform = new TestPlatform(aDefinition([{ run: '(a | b | c | d | e)' }]))
  await platform.submit()
  await platform.plan()
  const worked: string[] = []
  const execute = async ({ stepId }: AttemptCall): Promise<ReturnType<typeof failure>> => {
    worked.push(stepId)
    if (stepId === 'a') throw new Error('the thread broke')
    return failure('BROKEN')
  }
  const { claimResult } = platform.ports.store
  platform.ports.store.claimResult = async (claim) => {
    if (claim.stepId === 'd') throw new Fault('STORE_FULL', { directory: '/data' }, { retryable: true })
    return await claimResult(claim)
  }
  const run: Run = (call, signal) => runAttempt({ ...platform.ports, executor: { execute } }, call, { signal })
  const invoker = createLocalInvoker({
    run: wrap(run),
    failed: () => {},
    maxRunning: 1,
    concurrencyOf: () => undefined,
  })
  for (const call of platform.calls) await invoker.invoke(call)
  for (const call of platform.calls) if (call.stepId === 'c') await invoker.abort(call)
  return { worked, invoker }
}

describe('known bug: a counter for concurrency slots that leaked', () => {
  it('a place is free again however its attempt ended', async () => {
    const { worked, invoker } = await fiveForOnePlace((run) => run)
    await invoker.idle()
    expect(worked).toEqual(['a', 'b', 'e'])
    expect(invoker.counts()).toEqual({ running: 0, queued: 0 })
  })

  it('without that: one attempt that throws keeps its place, and nothing runs any more', async () => {
    // What a counter does that is lowered only where an attempt ends well.
    const leaking =
      (run: Run): Run =>
      async (call, signal) => {
        await run(call, signal).catch(() => new Promise(() => {}))
      }
    const { worked, invoker } = await fiveForOnePlace(leaking)
    await new Promise((turn) => setImmediate(turn))
    expect(worked).toEqual(['a'])
    expect(invoker.counts()).toEqual({ running: 1, queued: 3 })
  })
})
