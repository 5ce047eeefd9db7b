import { storeFault } from './sqlite-fault.ts'
import type { StoreWrite, WriteOutcome } from './store-write.ts'

/**
 * Puts the writes of everybody who is ready into one transaction, so that one fsync serves them all.
 *
 * G1 A promise settles only after the COMMIT that holds its write.
 * G2 Writes are carried out in the order they came, one group after another.
 *
 * It does not wait for company: a group is handed over as soon as the present turn of the event loop has handled its
 * input, so a lone write pays one fsync, and whatever arrives meanwhile forms the next group.
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
  /** Carries a group out in one transaction; it is on the disk then. Does not throw. */
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
    flushing = waiting.length > 0 ? setImmediate(flush) : undefined
    const startedAt = performance.now()
    const outcomes = carryOut(group.map(({ write }) => write))
    committed?.(group.length, performance.now() - startedAt)
    for (const [index, one] of group.entries()) one.settle(outcomes[index] as WriteOutcome)
  }
  return {
    async write(write) {
      const fault = (problem: unknown) => storeFault(problem, { operation: write[0], directory })
      if (closed) throw fault(new Error('it is closed'))
      return await new Promise<boolean>((resolve, reject) => {
        const settle = (outcome: WriteOutcome) =>
          typeof outcome === 'boolean' ? resolve(outcome) : reject(fault(outcome.thrown))
        waiting.push({ write, settle })
        flushing ??= setImmediate(flush)
      })
    },
    close() {
      closed = true
      while (waiting.length > 0) flush()
      clearImmediate(flushing)
    },
  }
}
