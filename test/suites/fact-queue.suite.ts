import { describe, expect, it, onTestFinished } from 'vitest'
import type { Fact } from '../../src/core/fact.ts'
import type { FactQueue } from '../../src/ports/fact-queue.ts'

export type FactHandler = (jobId: string, facts: readonly Fact[]) => Promise<void>

/** A queue under test, with what takes its facts to the handler, and the time it lives in. */
export interface OpenedQueue {
  readonly queue: FactQueue
  /** Settles when that time has passed for the queue and what became ready was handled. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

type Open = (handle: FactHandler) => Promise<OpenedQueue>

/**
 * What the port promises: at least once, not before the delay, with a backlog.
 * @param delayMs of the delayed fact: short where time is real
 */
export function factQueueSuite(name: string, open: Open, delayMs = 5_000): void {
  describe(`FactQueue: ${name}`, () => {
    it('hands every fact to the handler, unchanged', async () => {
      const seen: Fact[] = []
      const { queue, pass } = await opened(open, async (_jobId, facts) => void seen.push(...facts))
      const crashed: Fact = {
        kind: 'step.crashed',
        jobId: 'b',
        stepId: 'cleaner',
        epoch: 1,
        attempt: 2,
        reason: 'crashed',
        message: 'Ünïcode 🙂 \u0000\u001b[31m\uffff\ufffe"\\\r\n',
      }
      await queue.send([wake('a'), crashed])
      await pass(1_000)
      expect(seen).toHaveLength(2)
      expect(seen).toEqual(expect.arrayContaining([wake('a'), crashed]))
    })

    it('hands over many facts that were sent at once', async () => {
      const jobIds = Array.from({ length: 57 }, (_, index) => `job${index}`)
      const seen = new Set<string>()
      const { queue, pass } = await opened(open, async (jobId) => void seen.add(jobId))
      await queue.send(jobIds.map(wake))
      await pass(1_000)
      expect([...seen].sort()).toEqual([...jobIds].sort())
    })

    it('takes no fact as well', async () => {
      const { queue, pass } = await opened(open, async () => {})
      await queue.send([])
      await pass(1_000)
      expect(await queue.backlog()).toBe(0)
    })

    it('brings facts back until a handler takes them without throwing', async () => {
      let failures = 3
      const taken: Fact[] = []
      const { queue, pass } = await opened(open, async (_jobId, facts) => {
        if (failures-- > 0) throw new Error('not now')
        taken.push(...facts)
      })
      await queue.send([wake('a'), submitted('a')])
      await pass(60_000)
      expect(taken).toEqual(expect.arrayContaining([wake('a'), submitted('a')]))
    })

    it('counts what is due as its backlog, until it was handled', async () => {
      const { queue, pass } = await opened(open, async () => {})
      expect(await queue.backlog()).toBe(0)
      await queue.send(['a', 'b', 'c'].map(wake))
      await queue.send([wake('d')], 100_000)
      expect(await queue.backlog()).toBeLessThanOrEqual(3)
      await pass(1_000)
      expect(await queue.backlog()).toBe(0)
    })

    it('delivers a delayed fact once its time has come, and not before', async () => {
      const seen: Fact[] = []
      const { queue, pass } = await opened(open, async (_jobId, facts) => void seen.push(...facts))
      await queue.send([wake('a')], delayMs)
      await pass(delayMs / 2)
      expect(seen).toEqual([])
      await pass(delayMs)
      expect(seen).toEqual([wake('a')])
    })
  })
}

/** What a queue promises that groups by job and calls the handler itself. With SQS that is the planner's Lambda. */
export function groupingFactQueueSuite(name: string, open: Open): void {
  describe(`FactQueue that calls the handler itself: ${name}`, () => {
    it('hands over facts of one job only at a time', async () => {
      const groups: [string, readonly Fact[]][] = []
      const { queue, pass } = await opened(open, async (jobId, facts) => void groups.push([jobId, facts]))
      await queue.send(['a', 'b', 'a', 'c', 'b', 'a'].map(wake))
      await pass(1_000)
      for (const [jobId, facts] of groups) expect(facts.every((fact) => fact.jobId === jobId)).toBe(true)
      expect(groups.flatMap(([, facts]) => facts)).toHaveLength(6)
    })

    it('never has two handlers at work on one job', async () => {
      const active = new Set<string>()
      let overlaps = 0
      let handled = 0
      const { queue, pass } = await opened(open, async (jobId, facts) => {
        if (active.has(jobId)) overlaps++
        active.add(jobId)
        for (let turn = 0; turn < 3; turn++) await nextTurn()
        active.delete(jobId)
        handled += facts.length
      })
      for (let round = 0; round < 20; round++) {
        await queue.send(['a', 'b', 'a'].map(wake))
        await nextTurn()
      }
      await pass(10_000)
      expect({ overlaps, handled }).toEqual({ overlaps: 0, handled: 60 })
    })
  })
}

export function wake(jobId: string): Fact {
  return { kind: 'wake', jobId }
}

function submitted(jobId: string): Fact {
  return { kind: 'job.submitted', jobId }
}

async function opened(open: Open, handle: FactHandler): Promise<OpenedQueue> {
  const queue = await open(handle)
  onTestFinished(() => queue.close())
  return queue
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
