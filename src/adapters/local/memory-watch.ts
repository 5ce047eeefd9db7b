import type { Worker } from 'node:worker_threads'

/**
 * Calls `exceeded` once when the thread holds more than `limitBytes` outside its JavaScript heap, where V8's own limit
 * does not reach: Buffers, typed arrays. Asks every 100 ms, about 0.1 ms each time, also while the thread is in a
 * loop. Returns the function that ends the watch.
 */
export function watchMemory(worker: Worker, limitBytes: number, exceeded: () => void): () => void {
  let over = false
  const look = async (): Promise<void> => {
    const { external_memory: external } = await worker.getHeapStatistics()
    if (over || external <= limitBytes) return
    over = true
    exceeded()
  }
  // A thread that is ending no longer answers: its exit says the rest.
  const timer = setInterval(() => void look().catch(() => undefined), intervalMs)
  return () => {
    over = true
    clearInterval(timer)
  }
}

const intervalMs = 100
