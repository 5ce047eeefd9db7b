import { expect, test, vi } from 'vitest'
import { aPool } from './a-pool.ts'

test.each(['plain', 'builtins'])(
  'an endless loop (%s) ends at its timeout, and the next attempt runs',
  async (kind) => {
    const { run, lines } = aPool()

    const looped = await run('endless-loop', kind, { call: { timeoutMs: 400 } })

    expect(looped).toEqual({
      status: 'failed',
      error: { code: 'STEP_TIMED_OUT', message: 'Attempt ran longer than its 400 ms' },
    })
    expect(await run('endless-loop', 'fine')).toEqual({ status: 'completed', output: 'fine' })
    expect(lines).toEqual([])
  },
)

test('an attempt in a blocking system call ends at its timeout, although its thread does not', async () => {
  const { run, lines } = aPool()

  expect(await run('blocking', 2_000, { call: { timeoutMs: 200 } })).toMatchObject({
    error: { code: 'STEP_TIMED_OUT' },
  })

  expect(lines).toMatchObject([{ level: 'error', message: expect.stringContaining('holds on to its thread') }])
  expect(await run('blocking', 0)).toEqual({ status: 'completed', output: 'fine' })
})

test('process.exit ends its attempt and no other', async () => {
  const { run } = aPool()
  const slow = new AbortController()
  const beside = run('slow', null, { control: { signal: slow.signal } })

  expect(await run('process-exit')).toEqual({
    status: 'failed',
    error: { code: 'STEP_CRASHED', message: 'Attempt ended its process: process.exit(3) was called' },
  })

  expect(await run('process-exit', 'fine')).toEqual({ status: 'completed', output: 'fine' })
  slow.abort()
  expect(await beside).toMatchObject({ error: { code: 'STEP_CANCELLED' } })
})

test.each(['heap', 'buffers'])('an attempt that fills its memory with %s ends as out of memory', async (kind) => {
  const { run } = aPool({ agents: { 'out-of-memory': { memoryMb: 64 } } })

  expect(await run('out-of-memory', kind)).toEqual({
    status: 'failed',
    error: { code: 'STEP_OUT_OF_MEMORY', message: 'Attempt needed more than its 64 MB of memory' },
  })

  expect(await run('out-of-memory', 'fine')).toEqual({ status: 'completed', output: 'fine' })
})

test('a rejection that nobody awaits ends the attempt that made it, although it returned', async () => {
  const { run } = aPool()

  expect(await run('floating-rejection', 'at once')).toEqual({
    status: 'failed',
    error: { code: 'STEP_CRASHED', message: 'Attempt ended its process: nobody caught "nobody waits for this"' },
  })

  expect(await run('floating-rejection', 'fine')).toEqual({ status: 'completed', output: 'fine' })
})

test('an exception in a callback ends its attempt', async () => {
  const { run } = aPool()

  expect(await run('floating-rejection', 'exception')).toMatchObject({
    error: { code: 'STEP_CRASHED', message: expect.stringContaining('JSON') },
  })
})

test('a rejection after the answer costs the thread, and changes no result', async () => {
  const { run, pool, lines } = aPool()

  expect(await run('floating-rejection', 'afterwards')).toEqual({ status: 'completed', output: 'fine' })

  await vi.waitFor(() => expect(pool.counts()).toEqual({ busy: 0, idle: 0, waiting: 0 }), {
    interval: 5,
    timeout: 10_000,
  })
  expect(lines).toContainEqual({
    level: 'warn',
    message: 'Agent ended its thread between attempts',
    fields: expect.objectContaining({ agent: 'floating-rejection', reason: 'nobody caught "too late"' }),
  })
  expect(await run('floating-rejection', 'fine')).toEqual({ status: 'completed', output: 'fine' })
})

test('handlers that an agent puts on its process concern its thread alone', async () => {
  const { run } = aPool()

  expect(await run('handlers', 'throw later')).toEqual({ status: 'completed', output: true })
  const exited = await run('handlers', 'exit', { call: { timeoutMs: 300 } })

  expect(exited).toMatchObject({ error: { code: 'STEP_TIMED_OUT' } })
  expect(await run('handlers')).toEqual({ status: 'completed', output: true })
})

test('an output of 5 MB arrives whole', async () => {
  const { run } = aPool()

  const execution = await run('big-output')

  expect(execution.status === 'completed' && JSON.stringify(execution.output).length).toBeGreaterThan(5_000_000)
})

test.each([
  ['string', { code: 'STEP_FAILED', message: 'only a string' }],
  ['nothing', { code: 'STEP_FAILED', message: 'Agent threw undefined' }],
  ['error', { code: 'STEP_FAILED', message: 'first line' }],
  ['retryable', { code: 'UPSTREAM_THROTTLED', message: 'service asks to wait', retryable: true }],
  ['fatal', { code: 'REGION_UNKNOWN', message: 'no such region: Atlantis', retryable: false }],
])('what an agent throws (%s) is the error of its attempt, and its thread stays', async (what, error) => {
  const { run, pool } = aPool()

  expect(await run('throws', what)).toEqual({ status: 'failed', error })

  expect(pool.counts()).toEqual({ busy: 0, idle: 1, waiting: 0 })
})
