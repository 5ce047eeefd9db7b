import type { Fact } from '../../core/fact.ts'

/** The facts of one job that are handled together. */
export interface JobFacts {
  readonly jobId: string
  readonly facts: readonly Fact[]
}

/**
 * Who is next: jobs in the order their first waiting fact came.
 *
 * L1 A job stands in line at most once, with all its waiting facts in the order they came.
 * L2 A job that was handed out is not handed out again before `done`; what comes meanwhile waits, and the job goes to
 *    the end of the line then.
 */
export interface JobLine {
  add(fact: Fact): void
  next(): JobFacts | undefined
  done(jobId: string): void
  /** Jobs with waiting facts. */
  readonly length: number
  /** Forgets what waits. */
  clear(): void
}

export function createJobLine(): JobLine {
  const waiting = new Map<string, Fact[]>()
  const handedOut = new Set<string>()
  let order: string[] = []
  let head = 0
  return {
    add(fact) {
      const facts = waiting.get(fact.jobId)
      if (facts !== undefined) {
        facts.push(fact)
        return
      }
      waiting.set(fact.jobId, [fact])
      if (!handedOut.has(fact.jobId)) order.push(fact.jobId)
    },
    next() {
      const jobId = order[head]
      if (jobId === undefined) return undefined
      head++
      // Cut now and then: shifting one by one moves the whole line each time.
      if (head >= 1_024 && head * 2 >= order.length) [order, head] = [order.slice(head), 0]
      const facts = waiting.get(jobId) ?? []
      waiting.delete(jobId)
      handedOut.add(jobId)
      return { jobId, facts }
    },
    done(jobId) {
      handedOut.delete(jobId)
      if (waiting.has(jobId)) order.push(jobId)
    },
    get length() {
      return waiting.size
    },
    clear() {
      waiting.clear()
      order = []
      head = 0
    },
  }
}
