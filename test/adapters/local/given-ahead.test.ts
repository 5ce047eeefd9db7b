import { expect, test } from 'vitest'
import type { Execution } from '../../../src/ports/agent-executor.ts'
import { aPool, type PoolUnderTest } from './a-pool.ts'

test('a thread whose attempts end at once is given the next ones ahead, and runs them in their order', async () => {
  const under = aPool({ maxWorkers: 1 })
  const { threadId, runs } = await aQuickThread(under)

  const all = await Promise.all(Array.from({ length: 12 }, () => under.run('turns')))

  expect(all.map(outputOf)).toEqual(all.map((_, index) => ({ threadId, runs: runs + index + 1 })))
})

test('attempts behind one that stays at work run elsewhere, once each', async () => {
  const under = aPool({ maxWorkers: 2 })
  await aQuickThread(under)
  const loop = under.run('turns', 'loop')

  const [one, other] = (await Promise.all([under.run('turns'), under.run('turns')])).map(outputOf)

  expect(under.pool.counts()).toEqual({ busy: 1, idle: 1, waiting: 0 })
  expect(other).toEqual({ ...(one as object), runs: (one as { runs: number }).runs + 1 })
  await under.pool.close()
  expect(await loop).toMatchObject({ error: { code: 'STEP_INTERRUPTED' } })
})

test('an attempt that ends its thread, or is too long in it, ends none of those behind it', async () => {
  const under = aPool({ maxWorkers: 1 })
  for (const [input, code] of [
    ['exit', 'STEP_CRASHED'],
    ['loop', 'STEP_TIMED_OUT'],
  ]) {
    await aQuickThread(under)

    const [first, ...others] = await Promise.all([
      under.run('turns', input, { call: { timeoutMs: 300 } }),
      under.run('turns'),
      under.run('turns'),
    ])

    expect(first).toMatchObject({ error: { code } })
    expect(others.map(outputOf)).toMatchObject([{ runs: 1 }, { runs: 2 }])
  }
})

test('an attempt cancelled while it waits behind another never runs, and one at work hears of its own cancel alone', async () => {
  const under = aPool({ maxWorkers: 1 })
  const { threadId, runs } = await aQuickThread(under)
  const [first, second] = [new AbortController(), new AbortController()]
  const working = under.run('turns', 'wait', { control: { signal: first.signal } })
  const behind = under.run('turns', null, { control: { signal: second.signal } })
  const last = under.run('turns')

  second.abort()

  const cancelled = { error: { code: 'STEP_CANCELLED' } }
  expect(await behind).toMatchObject(cancelled)
  first.abort()
  expect(await working).toMatchObject(cancelled)
  expect(outputOf(await last)).toEqual({ threadId, runs: runs + 2 })
})

test('after retire an attempt that waited behind another gets a fresh thread', async () => {
  const under = aPool({ maxWorkers: 1 })
  await aQuickThread(under)
  const cancel = new AbortController()
  const atWork = Promise.withResolvers<void>()
  const control = { signal: cancel.signal, progress: () => atWork.resolve() }
  const working = under.run('turns', 'wait', { control })
  const behind = under.run('turns')
  await atWork.promise

  under.pool.retire()
  cancel.abort()

  expect(await working).toMatchObject({ error: { code: 'STEP_CANCELLED' } })
  expect(outputOf(await behind)).toMatchObject({ runs: 1 })
})

test('what attempts print belongs to each of them, however fast they follow each other', async () => {
  const under = aPool({ maxWorkers: 1 })
  await aQuickThread(under)
  const jobs = Array.from({ length: 40 }, (_, index) => `job${index}`)

  await Promise.all(jobs.map((jobId) => under.run('turns', 'print', { call: { jobId } })))

  expect(under.lines.map(({ message }) => message)).toEqual(jobs.map((jobId) => `of ${jobId}`))
  expect(under.lines.map(({ fields }) => fields.jobId)).toEqual(jobs)
})

/** Runs attempts until one is given ahead: on a busy machine the first ones may take long. */
async function aQuickThread({ run, pool }: PoolUnderTest): Promise<{ threadId: number; runs: number }> {
  for (;;) {
    const both = [run('turns'), run('turns')]
    const isAhead = pool.counts().waiting === 0
    const last = outputOf((await Promise.all(both))[1] as Execution)
    if (isAhead) return last as { threadId: number; runs: number }
  }
}

function outputOf(execution: Execution): unknown {
  return execution.status === 'completed' ? execution.output : execution.error
}
