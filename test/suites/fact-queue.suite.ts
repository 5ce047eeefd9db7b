import { describe, expect, it, onTestFinished } from 'vitest'
import type { Fact } from '../../src/core/fact.ts'
import type { FactQueue } from '../../src/ports/fact-queue.ts'

export type FactHandler = (jobId: string, facts: readonly Fact[]) => Promise<void>

/** A queue under test, with the time it lives in. */
export interface OpenedQueue {
  readonly queue: FactQueue
  /** Settles when that time has passed for the queue and what became ready was handled. */
  pass(ms: number): Promise<void>
  close(): Promise<void>
}

/** What the planner may rely on with every fact queue: at least once, grouped by job, one handler a job. */
export function factQueueSuite(name: string, open: (handle: FactHandler) => Promise<OpenedQueue>): void {
  const opened = async (handle: FactHandler): Promise<OpenedQueue> => {
    const queue = await open(handle)
    onTestFinished(() => queue.close())
    return queue
  }

  describe(`FactQueue: ${name}`, () => {
    it('hands every fact to the handler, unchanged', async () => {
      const seen: Fact[] = []
      const { queue, pass } = await opened(async (_jobId, facts) => void seen.push(...facts))
      const crashed: Fact = {
        kind: 'step.crashed',
        jobId: 'b',
        stepId: 'cleaner',
        epoch: 1,
        attempt: 2,
        reason: 'crashed',
        message: 'Ünïcode',
      }
      await queue.send([wake('a'), crashed])
      await pass(1_000)
      expect(seen).toHaveLength(2)
      expect(seen).toEqual(expect.arrayContaining([wake('a'), crashed]))
    })

    it('hands over facts of one job only at a time', async () => {
      const groups: [string, readonly Fact[]][] = []
      const { queue, pass } = await opened(async (jobId, facts) => void groups.push([jobId, facts]))
      await queue.send(['a', 'b', 'a', 'c', 'b', 'a'].map(wake))
      await pass(1_000)
      for (const [jobId, facts] of groups) expect(facts.every((fact) => fact.jobId === jobId)).toBe(true)
      expect(groups.flatMap(([, facts]) => facts)).toHaveLength(6)
    })

    it('never has two handlers at work on one job', async () => {
      const active = new Set<string>()
      let overlaps = 0
      let handled = 0
      const { queue, pass } = await opened(async (jobId, facts) => {
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

    it('brings facts back until a handler takes them without throwing', async () => {
      let failures = 3
      const taken: Fact[] = []
      const { queue, pass } = await opened(async (_jobId, facts) => {
        if (failures-- > 0) throw new Error('not now')
        taken.push(...facts)
      })
      await queue.send([wake('a'), submitted('a')])
      await pass(60_000)
      expect(taken).toEqual(expect.arrayContaining([wake('a'), submitted('a')]))
    })

    it('counts what is due as its backlog, until it was handled', async () => {
      const { queue, pass } = await opened(async () => {})
      expect(await queue.backlog()).toBe(0)
      await queue.send(['a', 'b', 'c'].map(wake))
      await queue.send([wake('d')], 100_000)
      expect(await queue.backlog()).toBeLessThanOrEqual(3)
      await pass(1_000)
      expect(await queue.backlog()).toBe(0)
    })

    it('delivers a delayed fact once its time has come', async () => {
      const seen: Fact[] = []
      const { queue, pass } = await opened(async (_jobId, facts) => void seen.push(...facts))
      await queue.send([wake('a')], 5_000)
      await pass(6_000)
      expect(seen).toEqual([wake('a')])
    })
  })
}

export function wake(jobId: string): Fact {
  return { kind: 'wake', jobId }
}

function submitted(jobId: string): Fact {
  return { kind: 'job.submitted', jobId }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve))
}
