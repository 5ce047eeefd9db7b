import { storeFault } from './sqlite-fault.ts'
import type { StoreWrite, WriteOutcome } from './store-write.ts'

/**
 * Puts the writes of everybody who is ready into one transaction, so that one fsync serves them all.
 *
 * G1 A promise settles only after the COMMIT that holds its write.
 * G2 Writes are carried out in the order they came, one group after another.
 * G4 A transaction that fails is the outcome of all its writes and of all that wait: they may rest on what was lost.
 *
 * It does not wait long for company: a group is carried out at the end of the turn of the event loop that follows its
 * first write, when what was decided from this turn's messages is written too. A lone write pays one fsync and no timer.
 */
export interface GroupCommit {
  /** Whether the write's condition held. Throws `STORE_FULL` or `STORE_UNAVAILABLE`. */
  write(write: StoreWrite): Promise<boolean>
  /** Commits what is waiting; refuses further writes with `STORE_UNAVAILABLE`. */
  close(): void
}

export interface GroupCommitOptions {
  /** Named in faults. */
  readonly directory: string
  /** Carries a group out in one transaction; it is on the disk then. Throws when nothing of it is. */
  readonly carryOut: (group: readonly StoreWrite[]) => WriteOutcome[]
  /** Told after each group: how many writes it held and how long it took. */
  readonly committed?: (writes: number, ms: number) => void
}

/** Bounds what is undone together when a transaction fails, and how long it keeps the event loop from anything else. */
const maxWritesPerGroup = 1_000

interface Waiting {
  readonly write: StoreWrite
  readonly settle: (outcome: WriteOutcome) => void
}

export function createGroupCommit({ directory, carryOut, committed }: GroupCommitOptions): GroupCommit {
  let waiting: Waiting[] = []
  let flushing: NodeJS.Immediate | undefined
  let closed = false

  const flush = (): void => {
    const group = waiting.slice(0, maxWritesPerGroup)
    waiting = waiting.slice(maxWritesPerGroup)
    const startedAt = performance.now()
    try {
      const outcomes = carryOut(group.map(({ write }) => write))
      committed?.(group.length, performance.now() - startedAt)
      for (const [index, one] of group.entries()) one.settle(outcomes[index] as WriteOutcome)
    } catch (thrown) {
      for (const one of [...group, ...waiting.splice(0)]) one.settle({ thrown })
    }
    flushing = waiting.length > 0 ? setImmediate(flush) : undefined
  }
  const flushNextTurn = (): void => {
    flushing = setImmediate(flush)
  }
  return {
    async write(write) {
      const fault = (problem: unknown) => storeFault(problem, { operation: write[0], directory })
      if (closed) throw fault(new Error('it is closed'))
      return await new Promise<boolean>((resolve, reject) => {
        const settle = (outcome: WriteOutcome) =>
          typeof outcome === 'boolean' ? resolve(outcome) : reject(fault(outcome.thrown))
        waiting.push({ write, settle })
        flushing ??= setImmediate(flushNextTurn)
      })
    },
    close() {
      closed = true
      while (waiting.length > 0) flush()
      clearImmediate(flushing)
    },
  }
}
