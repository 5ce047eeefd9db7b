import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { StoreWrite, WriteOutcome } from './store-write.ts'

/** Carries groups of writes out on a thread of its own, over a connection of its own: the event loop waits for no disk. */
export interface WriterThread {
  /** One group at a time. Never rejects: a thread that ends is the outcome of every write it held. */
  carryOut(group: readonly StoreWrite[]): Promise<WriteOutcome[]>
  /** Gives the file back. */
  close(): Promise<void>
}

export interface WriterThreadOptions {
  /** The module that runs in the thread: `store-writer.ts`. */
  readonly url: URL
  /** The data directory. */
  readonly directory: string
}

export function createWriterThread({ url, directory }: WriterThreadOptions): WriterThread {
  let worker: Worker | undefined
  let pending: ((outcomes: WriteOutcome[] | WriteOutcome) => void) | undefined

  const start = (): Worker => {
    const started = new Worker(url, { name: 'store writer', workerData: directory, execArgv: [] })
    let problem = 'its writer ended'
    started.on('message', (outcomes: WriteOutcome[]) => pending?.(outcomes))
    started.on('error', (error: Error) => {
      problem = error.message
    })
    started.on('exit', () => {
      if (worker === started) worker = undefined
      pending?.({ message: problem })
    })
    return started
  }
  return {
    carryOut(group) {
      worker ??= start()
      worker.ref()
      worker.postMessage(group)
      return new Promise((resolve) => {
        pending = (outcomes) => {
          pending = undefined
          // An idle writer does not keep the process alive.
          worker?.unref()
          resolve(Array.isArray(outcomes) ? outcomes : group.map(() => outcomes))
        }
      })
    },
    async close() {
      if (worker === undefined) return
      const gone = once(worker, 'exit')
      worker.ref()
      worker.postMessage(null)
      await gone
    },
  }
}
