import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Priority, priorities } from '../../../src/core/job.ts'
import { anInvoker, callOf } from './an-invoker.ts'

test('attempts run in the order they came, up to the limit at once', async () => {
  const { invoke, started, finish } = anInvoker({ maxRunning: 2 })
  await invoke('a')
  await invoke('b')
  await invoke('c')

  expect(started).toEqual(['a', 'b'])
  await finish('b')
  expect(started).toEqual(['a', 'b', 'c'])
})

test('an attempt whose code has ended makes room for the next, and is not taken again before it is recorded', async () => {
  const { invoke, invoker, started, finish, leave } = anInvoker({ maxRunning: 1 })
  await invoke('a')
  await invoke('b')
  await invoke('c')

  await leave('a')
  await leave('a')
  await invoke('a')

  expect(started).toEqual(['a', 'b'])
  expect(invoker.counts()).toEqual({ running: 2, queued: 1 })
  await finish('a')
  expect(started).toEqual(['a', 'b'])
  await finish('b')
  expect(started).toEqual(['a', 'b', 'c'])
})

test('a higher priority goes before what waits, and not before what runs', async () => {
  const { invoke, started, finish } = anInvoker({ maxRunning: 1 })
  await invoke('first', { priority: 'low' })
  await invoke('low', { priority: 'low' })
  await invoke('normal')
  await invoke('high', { priority: 'high' })
  await invoke('high too', { priority: 'high' })

  for (const jobId of ['first', 'high', 'high too', 'normal', 'low']) await finish(jobId)

  expect(started).toEqual(['first', 'high', 'high too', 'normal', 'low'])
})

test('attempts of several agents keep the order they came in', async () => {
  const { invoke, started, finish } = anInvoker({ maxRunning: 1 })
  await invoke('a', { agent: 'x' })
  await invoke('b', { agent: 'y' })
  await invoke('c', { agent: 'x' })
  await invoke('d', { agent: 'y' })

  for (const jobId of ['a', 'b', 'c']) await finish(jobId)

  expect(started).toEqual(['a', 'b', 'c', 'd'])
})

test('an agent at its limit holds up nobody behind it', async () => {
  const { invoke, started, finish } = anInvoker({
    maxRunning: 3,
    concurrencyOf: (agent) => (agent === 'scarce' ? 1 : undefined),
  })
  await invoke('a', { agent: 'scarce' })
  await invoke('b', { agent: 'scarce', priority: 'high' })
  await invoke('c')
  await invoke('d')

  expect(started).toEqual(['a', 'c', 'd'])
  await finish('c')
  expect(started).toEqual(['a', 'c', 'd'])
  await finish('a')
  expect(started).toEqual(['a', 'c', 'd', 'b'])
})

test('an attempt that waits or runs already is not taken twice, and one that ended may come again', async () => {
  const { invoke, started, finish } = anInvoker({ maxRunning: 1 })
  await invoke('a')
  await invoke('b')
  await invoke('a')
  await invoke('b')
  await finish('a')
  await finish('b')

  expect(started).toEqual(['a', 'b'])
  await invoke('a')
  expect(started).toEqual(['a', 'b', 'a'])
})

test('the next attempt at the same step is another one', async () => {
  const { invoke, started } = anInvoker({ maxRunning: 2 })
  await invoke('a')
  await invoke('a', { attempt: 2 })

  expect(started).toEqual(['a', 'a'])
})

test('abort takes a waiting attempt out, and tells a running one', async () => {
  const { invoke, invoker, started, finish, signals } = anInvoker({ maxRunning: 1 })
  await invoke('a')
  await invoke('b')
  await invoke('c')

  await invoker.abort(callOf('b'))
  await invoker.abort(callOf('a'))
  await invoker.abort(callOf('unknown'))

  expect(signals.get('a')?.reason).toMatchObject({ code: 'STEP_CANCELLED' })
  await finish('a')
  expect(started).toEqual(['a', 'c'])
})

test('a run that rejects is told and frees its slot', async () => {
  const failures: unknown[] = []
  const {
    invoke,
    started,
    break: breakRun,
  } = anInvoker({
    maxRunning: 1,
    failed: (call, error) => failures.push([call.jobId, error]),
  })
  await invoke('a')
  await invoke('b')

  await breakRun('a', 'store is away')

  expect(failures).toEqual([['a', 'store is away']])
  expect(started).toEqual(['a', 'b'])
})

test('close aborts what runs, forgets what waits, waits for the end, and takes nothing more', async () => {
  const { invoke, invoker, started, finish, signals } = anInvoker({ maxRunning: 1 })
  await invoke('a')
  await invoke('b')

  const closed = invoker.close()

  expect(signals.get('a')?.reason).toMatchObject({ code: 'STEP_INTERRUPTED', retryable: true })
  expect(invoker.counts()).toEqual({ running: 1, queued: 0 })
  await finish('a')
  await closed
  expect(started).toEqual(['a'])
  await expect(invoke('c')).rejects.toMatchObject({ code: 'STEP_INTERRUPTED' })
})

test('close does not wait for ever for a run that ignores its signal', async () => {
  const { invoke, invoker } = anInvoker({ maxRunning: 1 })
  await invoke('deaf')

  await invoker.close(1)

  expect(invoker.counts().running).toBe(1)
})

test('whatever comes and ends, no limit is exceeded, no slot stays empty, and everything runs once', async () => {
  const arrival = fc.record({
    agent: fc.constantFrom('x', 'y', 'z'),
    priority: fc.constantFrom<Priority>(...priorities),
    finishFirst: fc.nat(3),
  })
  const limits: Record<string, number | undefined> = { x: 1, y: 2 }
  await fc.assert(
    fc.asyncProperty(
      fc.array(arrival, { maxLength: 40 }),
      fc.integer({ min: 1, max: 4 }),
      async (arrivals, maxRunning) => {
        const { invoke, invoker, started, finish, running } = anInvoker({
          maxRunning,
          concurrencyOf: (name) => limits[name],
        })
        const check = () => {
          const agents = [...running.values()].map((call) => call.agent)
          expect(agents.length).toBeLessThanOrEqual(maxRunning)
          for (const [agent, limit] of Object.entries(limits)) {
            expect(agents.filter((one) => one === agent).length).toBeLessThanOrEqual(limit ?? maxRunning)
          }
          if (!agents.includes('z') && invoker.counts().queued > 0) expect(agents).not.toEqual([])
        }
        for (const [index, { agent, priority, finishFirst }] of arrivals.entries()) {
          const [oldest] = running.keys()
          if (finishFirst === 0 && oldest !== undefined) await finish(oldest)
          await invoke(`job${index}`, { agent, priority })
          check()
        }
        for (let [oldest] = running.keys(); oldest !== undefined; [oldest] = running.keys()) {
          await finish(oldest)
          check()
        }
        await invoker.idle()
        expect(started.toSorted()).toEqual(arrivals.map((_, index) => `job${index}`).toSorted())
      },
    ),
  )
})
