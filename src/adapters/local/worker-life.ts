import type { Worker } from 'node:worker_threads'
import type { Fault } from '../../core/fault.ts'
import type { AttemptTurns } from './attempt-turns.ts'
import { startWorker, type WorkerOptions } from './start-worker.ts'
import { faultOfLoad, faultOfRun, loadTimedOut, type ThreadEnd } from './thread-end.ts'
import { type FromWorker, faultOf, type ToWorker } from './worker-messages.ts'

export interface WorkerLifeOptions extends WorkerOptions {
  /** Importing the agent's module may take so long. */
  readonly loadTimeoutMs: number
}

export type LoadedMessage = Exclude<FromWorker, { kind: 'ready' | 'loadFailed' }>

export interface WorkerEvents {
  /** What the worker says of attempts, once its code is loaded. */
  said(message: LoadedMessage): void
  /** It is gone without having ended: it is in a blocking system call, and goes on unused. Told before `gone`. */
  holdsOn(): void
  /**
   * Told once.
   * @param fault of whatever the worker was at
   * @param unforeseen how it ended, when nobody wanted that
   */
  gone(fault: Fault, unforeseen: ThreadEnd | undefined): void
}

/** A thread inside a blocking system call ends late: nobody waits longer for it. */
const exitGraceMs = 1_000

/**
 * One worker thread with one agent's code in it, from its start to its end.
 *
 * loading -> loaded -> gone. Leaves `loading` when the code is imported, or is gone after `loadTimeoutMs`.
 * 1. It is gone within `exitGraceMs` after `end`, whatever the thread does. The first reason is the one that counts.
 * 2. Who waits for the code to be loaded is told, with the fault when it never will be.
 *
 * It does not know of attempts.
 */
export class WorkerLife {
  readonly worker: Worker
  /** When its code was imported, by `performance.now`, and how long that took from the thread's start on. */
  loaded: { readonly at: number; readonly tookMs: number } | undefined
  readonly #options: WorkerLifeOptions
  readonly #events: WorkerEvents
  readonly #startedAt = performance.now()
  readonly #loaded = Promise.withResolvers<Fault | undefined>()
  readonly #gone = Promise.withResolvers<void>()
  #isGone = false
  #intended: Fault | undefined
  #error: unknown
  #schema: unknown

  constructor(options: WorkerLifeOptions, turns: AttemptTurns, events: WorkerEvents) {
    this.#options = options
    this.#events = events
    this.worker = startWorker(options, turns)
    this.worker.on('message', (message: FromWorker) => this.#receive(message))
    this.worker.on('error', (error: unknown) => {
      this.#error = error ?? new Error('undefined')
    })
    this.worker.on('exit', (exitCode) => this.#end(exitCode))
    const { agent, loadTimeoutMs } = options
    const loadTimer = setTimeout(() => this.end(loadTimedOut(agent, loadTimeoutMs)), loadTimeoutMs)
    void this.#loaded.promise.then(() => clearTimeout(loadTimer))
  }

  /** Settles when the thread is gone. */
  get gone(): Promise<void> {
    return this.#gone.promise
  }

  get isGone(): boolean {
    return this.#isGone
  }

  /** Why it ends or has ended; undefined while it lives. */
  get fault(): Fault | undefined {
    return this.#intended
  }

  /** Settles when the code is loaded, with the fault when it never will be. */
  get loadFault(): Promise<Fault | undefined> {
    return this.#loaded.promise
  }

  /** What the worker says of the agent's results, once its code is loaded. Throws the fault that it could not be loaded with. */
  async schema(): Promise<unknown> {
    const fault = await this.#loaded.promise
    if (fault !== undefined) throw fault
    return this.#schema
  }

  post(message: ToWorker): void {
    this.worker.postMessage(message)
  }

  /** Ends the thread by force; what it is at ends with this fault. */
  end(fault: Fault): void {
    if (this.#isGone) return
    this.#intended ??= fault
    void this.worker.terminate()
    setTimeout(() => this.#giveUp(), exitGraceMs).unref()
  }

  #receive(message: FromWorker): void {
    if (message.kind === 'loadFailed') return this.end(faultOf(message.fault))
    if (message.kind !== 'ready') return this.#events.said(message)
    this.loaded = { at: performance.now(), tookMs: performance.now() - this.#startedAt }
    this.#schema = message.schema
    this.#loaded.resolve(undefined)
  }

  #giveUp(): void {
    if (this.#isGone) return
    this.#events.holdsOn()
    this.#end()
  }

  #end(exitCode?: number): void {
    if (this.#isGone) return
    this.#isGone = true
    const { agent } = this.#options
    const end = { error: this.#error, ...(exitCode === undefined ? {} : { exitCode }) }
    const unforeseen = this.#intended === undefined ? end : undefined
    this.#intended ??= this.loaded === undefined ? faultOfLoad(agent, end) : faultOfRun(agent, end)
    this.#loaded.resolve(this.#intended)
    this.#events.gone(this.#intended, unforeseen)
    this.#gone.resolve()
  }
}
