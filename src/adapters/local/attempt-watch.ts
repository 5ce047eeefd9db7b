import type { Worker } from 'node:worker_threads'
import { maxTimerMs } from './thread-limits.ts'

export interface AttemptLimits {
  /** Bytes outside the JavaScript heap, where V8's own limit does not reach: Buffers, typed arrays. */
  readonly memoryBytes: number
  /** Called at most once for an attempt. */
  timedOut(): void
  outOfMemory(): void
}

/** Asking takes about 0.1 ms, also while the thread is in a loop. */
const memoryEveryMs = 100

/**
 * Watches the attempts of a thread, one after another, for those that take too long or too much memory. Its timers go on
 * from one attempt to the next: a short attempt costs less than setting them.
 */
export class AttemptWatch {
  readonly #worker: Worker
  readonly #limits: AttemptLimits
  /** When the attempt at work times out, by `performance.now`. */
  #dueAt: number | undefined
  #wakesAt = 0
  #timer: NodeJS.Timeout | undefined
  #memoryTimer: NodeJS.Timeout | undefined

  constructor(worker: Worker, limits: AttemptLimits) {
    this.#worker = worker
    this.#limits = limits
  }

  begin(timeoutMs: number): void {
    this.#dueAt = performance.now() + timeoutMs
    if (this.#timer === undefined || this.#dueAt < this.#wakesAt) this.#sleepUntil(this.#dueAt)
    this.#memoryTimer ??= setInterval(() => this.#lookAtMemory(), memoryEveryMs)
  }

  end(): void {
    this.#dueAt = undefined
  }

  /** The thread is gone. */
  close(): void {
    this.end()
    clearTimeout(this.#timer)
    clearInterval(this.#memoryTimer)
  }

  #sleepUntil(dueAt: number): void {
    clearTimeout(this.#timer)
    const now = performance.now()
    const ms = Math.min(Math.max(0, dueAt - now), maxTimerMs)
    this.#wakesAt = now + ms
    this.#timer = setTimeout(() => this.#wake(), ms)
  }

  #wake(): void {
    this.#timer = undefined
    if (this.#dueAt === undefined) return
    if (performance.now() < this.#dueAt) return this.#sleepUntil(this.#dueAt)
    this.end()
    this.#limits.timedOut()
  }

  #lookAtMemory(): void {
    if (this.#dueAt !== undefined) return void this.#compareMemory().catch(() => undefined)
    clearInterval(this.#memoryTimer)
    this.#memoryTimer = undefined
  }

  /** A thread that is ending no longer answers: its exit says the rest. */
  async #compareMemory(): Promise<void> {
    const { external_memory: bytes } = await this.#worker.getHeapStatistics()
    if (this.#dueAt === undefined || bytes <= this.#limits.memoryBytes) return
    this.end()
    this.#limits.outOfMemory()
  }
}
