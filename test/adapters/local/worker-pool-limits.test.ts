import { expect, test } from 'vitest'
import type { Execution } from '../../../src/ports/agent-executor.ts'
import { aCall } from '../../builders.ts'
import { aPool } from './a-pool.ts'

test('an attempt that heeds its signal ends as timed out before it is ended by force, and its thread stays', async () => {
  const { run, pool } = aPool()

  expect(await run('slow', null, { call: { timeoutMs: 1_000 } })).toMatchObject({
    error: { code: 'STEP_TIMED_OUT', message: 'Attempt ran longer than its 1 s' },
  })

  expect(pool.counts().idle).toBe(1)
})

test.each([
  ['heeds', 1],
  ['deaf', 0],
])('a cancelled attempt that %s its signal ends as cancelled, and leaves %i idle thread', async (input, idle) => {
  const { run, pool } = aPool()
  const cancel = new AbortController()
  const progress = () => cancel.abort()

  expect(await run('slow', input, { control: { signal: cancel.signal, progress } })).toMatchObject({
    error: { code: 'STEP_CANCELLED' },
  })

  expect(pool.counts()).toEqual({ busy: 0, idle, waiting: 0 })
})

test('an attempt that was cancelled before it began never runs', async () => {
  const { run, pool } = aPool()

  expect(await run('echo', null, { control: { signal: AbortSignal.abort() } })).toMatchObject({
    error: { code: 'STEP_CANCELLED' },
  })

  expect(pool.counts()).toEqual({ busy: 0, idle: 0, waiting: 0 })
})

test('a thread is warm for the next attempt of its agent', async () => {
  const { run } = aPool()

  const [first, second] = [await run('counter'), await run('counter')]

  expect(outputOf(first)).toMatchObject({ runs: 1 })
  expect(outputOf(second)).toEqual({ ...(outputOf(first) as object), runs: 2 })
})

test('a full pool gives up the idle thread that was unused the longest', async () => {
  const { run, pool } = aPool({ maxWorkers: 2 })
  await run('counter')
  await run('counter-two')
  await run('counter')

  await run('echo')

  expect(pool.counts().idle).toBe(2)
  expect(outputOf(await run('counter'))).toMatchObject({ runs: 3 })
  expect(outputOf(await run('counter-two'))).toMatchObject({ runs: 1 })
})

test('attempts beyond the pool wait for a thread, in their order', async () => {
  const { run, pool } = aPool({ maxWorkers: 1 })

  const all = Array.from({ length: 4 }, () => run('counter'))

  expect(pool.counts()).toEqual({ busy: 1, idle: 0, waiting: 3 })
  expect((await Promise.all(all)).map(outputOf)).toMatchObject([{ runs: 1 }, { runs: 2 }, { runs: 3 }, { runs: 4 }])
})

test('attempts that are over at once share one thread of their agent', async () => {
  const { run, pool } = aPool({ maxWorkers: 8, patience: { workMs: 60_000, loadMs: 60_000 } })

  const all = await Promise.all(Array.from({ length: 6 }, () => run('counter')))

  expect(all.map(outputOf)).toMatchObject([1, 2, 3, 4, 5, 6].map((runs) => ({ runs })))
  expect(pool.counts()).toEqual({ busy: 0, idle: 1, waiting: 0 })
})

test('an attempt gets a thread of its own when the one of its agent stays at work', async () => {
  const { run, pool } = aPool({ maxWorkers: 2, patience: { workMs: 1, loadMs: 60_000 } })
  const cancel = new AbortController()
  const both = ['first', 'second'].map(() => {
    const atWork = Promise.withResolvers<void>()
    const control = { signal: cancel.signal, progress: () => atWork.resolve() }
    return { atWork: atWork.promise, ended: run('slow', null, { control }) }
  })

  await Promise.all(both.map(({ atWork }) => atWork))

  expect(pool.counts()).toEqual({ busy: 2, idle: 0, waiting: 0 })
  cancel.abort()
  await Promise.all(both.map(({ ended }) => ended))
})

test('an attempt does not wait for a thread of another agent while there is room', async () => {
  const { run, pool } = aPool({ maxWorkers: 2, patience: { workMs: 60_000, loadMs: 60_000 } })
  const cancel = new AbortController()
  const slow = run('slow', null, { control: { signal: cancel.signal } })

  expect(await run('echo')).toMatchObject({ status: 'completed' })

  expect(pool.counts()).toEqual({ busy: 1, idle: 1, waiting: 0 })
  cancel.abort()
  await slow
})

test('an attempt cancelled while it waits for a thread leaves the queue', async () => {
  const { run, pool } = aPool({ maxWorkers: 1 })
  const [first, second] = [new AbortController(), new AbortController()]
  const running = run('slow', null, { control: { signal: first.signal } })
  const waiting = run('echo', null, { control: { signal: second.signal } })

  second.abort()

  expect(await waiting).toMatchObject({ error: { code: 'STEP_CANCELLED' } })
  expect(pool.counts().waiting).toBe(0)
  first.abort()
  await running
})

test('an agent sees the variables it declared, and those every program may expect', async () => {
  const env = { PATH: '/bin', HOME: '/home/me', API_KEY: 'declared', DATABASE_PASSWORD: 'of somebody else' }
  const agents = { environment: { environment: ['API_KEY', 'ABSENT'], environmentValues: { MODE: 'fast' } } }
  const { run } = aPool({ env, agents })

  expect(outputOf(await run('environment'))).toEqual({
    PATH: '/bin',
    HOME: '/home/me',
    API_KEY: 'declared',
    MODE: 'fast',
  })
})

test('close ends what runs and waits as interrupted, and takes nothing more', async () => {
  const { run, pool } = aPool({ maxWorkers: 1 })
  const started = Promise.withResolvers<void>()
  const running = run('slow', 'deaf', { control: { progress: () => started.resolve() } })
  const waiting = run('echo')
  await started.promise

  await pool.close()

  const interrupted = { status: 'failed', error: { code: 'STEP_INTERRUPTED', retryable: true } }
  expect(await running).toMatchObject(interrupted)
  expect(await waiting).toMatchObject(interrupted)
  expect(await run('echo')).toMatchObject(interrupted)
})

test('the call arrives as it was sent', async () => {
  const { pool } = aPool()
  const call = aCall({
    agent: 'echo',
    stepId: 'echo',
    input: { rows: [1] },
    results: { cleaner: { rows: 2 } },
    attempt: 3,
  })

  const execution = await pool.execute(call, { signal: new AbortController().signal, progress: () => undefined })

  expect(execution).toEqual({
    status: 'completed',
    output: { input: { rows: [1] }, results: { cleaner: { rows: 2 } }, jobId: 'job1', attempt: 3 },
  })
})

function outputOf(execution: Execution): unknown {
  return execution.status === 'completed' ? execution.output : execution.error
}
