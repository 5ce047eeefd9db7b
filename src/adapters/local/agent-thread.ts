import type { Worker } from 'node:worker_threads'
import type { AgentDefinition } from '../../core/definition.ts'
import { formatDurationMs } from '../../core/duration.ts'
import { Fault } from '../../core/fault.ts'
import type { Execution, ExecutionControl } from '../../ports/agent-executor.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import type { Log } from '../../ports/log.ts'
import { answerThreadAsk, type ThreadStores } from './answer-thread-ask.ts'
import { AttemptLine, type GivenAttempt } from './attempt-line.ts'
import { AttemptWatch } from './attempt-watch.ts'
import { startWorker, type WorkerOptions } from './start-worker.ts'
import { failedBy, faultOfAbort, faultOfLoad, faultOfRun, loadTimedOut, outOfMemory, reasonOf } from './thread-end.ts'
import { abortAfterMs, maxTimerMs } from './thread-limits.ts'
import { ThreadLog } from './thread-log.ts'
import { type FromWorker, faultData, faultOf, type ToWorker } from './worker-messages.ts'

export interface AgentThreadOptions extends ThreadStores, WorkerOptions {
  readonly log: Log
  /** Importing the agent's module may take so long. */
  readonly loadTimeoutMs: number
}

/** After an abort the author's code has so long to end by itself. */
const abortGraceMs = 1_000
/** A thread inside a blocking system call ends late: the attempt does not wait longer for it. */
const exitGraceMs = 1_000

/**
 * One worker thread with one agent's code in it; runs one attempt at a time, and may hold the next ones already.
 *
 * loading -> idle <-> running -> gone. Leaves `loading` when the code is imported, or is gone after `loadTimeoutMs`.
 * 1. A run settles exactly once: with what the worker answered, with why the thread ended, or with undefined when it was
 *    given ahead of its turn and taken back; it has not begun then, and never begins here.
 * 2. The thread ends for the attempt at work alone: those behind it are taken back before.
 * 3. After `end` nothing is started, and `gone` settles within `exitGraceMs`, whatever the thread does.
 * 4. What the author's code throws, prints or breaks stays in the thread; the platform sees messages and log lines.
 *
 * It does not choose which attempt runs, and is no wall against hostile code: a thread shares its process.
 */
export class AgentThread {
  readonly agent: AgentDefinition
  /** Settles when the thread is gone. */
  readonly gone: Promise<void>
  /** Runs what it runs and is not used again. */
  retired = false
  /** When its code was imported, by `performance.now`, and how long that took from the thread's start on. */
  loaded: { readonly at: number; readonly tookMs: number } | undefined
  readonly #options: AgentThreadOptions
  readonly #worker: Worker
  readonly #log: ThreadLog
  readonly #watch: AttemptWatch
  readonly #startedAt = performance.now()
  readonly #loaded = Promise.withResolvers<Fault | undefined>()
  readonly #exited = Promise.withResolvers<void>()
  readonly #line = new AttemptLine({ give: (attempt) => this.#give(attempt), begin: (attempt) => this.#begin(attempt) })
  #isGone = false
  #intended: Fault | undefined
  #error: unknown
  #schema: unknown

  constructor(options: AgentThreadOptions) {
    const { agent } = options
    this.#options = options
    this.agent = agent
    this.gone = this.#exited.promise
    this.#worker = startWorker(options, this.#line.turns)
    this.#log = new ThreadLog(options.log, agent.name)
    this.#watch = new AttemptWatch(this.#worker, {
      memoryBytes: agent.memoryMb * 1_048_576,
      timedOut: () => this.#timedOut(),
      outOfMemory: () => this.end(outOfMemory(agent)),
    })
    this.#worker.on('message', (message: FromWorker) => this.#receive(message))
    this.#worker.on('error', (error: unknown) => {
      this.#error = error ?? new Error('undefined')
    })
    this.#worker.on('exit', (exitCode) => this.#end(exitCode))
    const loadTimer = setTimeout(() => this.end(loadTimedOut(agent, options.loadTimeoutMs)), options.loadTimeoutMs)
    void this.#loaded.promise.then(() => clearTimeout(loadTimer))
  }

  get isGone(): boolean {
    return this.#isGone
  }

  /** Its attempts end so soon that it may be given one ahead. */
  get isQuick(): boolean {
    const canRun = !(this.retired || this.#isGone) && this.#intended === undefined
    return canRun && this.#line.isQuick
  }

  /** The attempt at work takes long. */
  get isStalled(): boolean {
    return this.#line.isStalled
  }

  /** Waits until the code is loaded, then runs the attempt. Its timeout counts from there. Never throws. */
  async execute(call: AttemptCall, control: ExecutionControl): Promise<Execution> {
    return (await this.executeInTurn(call, control)) ?? failedBy(this.#faultOfEnd())
  }

  /** The same behind attempts that it was given before. Undefined: taken back; it has not begun. */
  async executeInTurn(call: AttemptCall, control: ExecutionControl): Promise<Execution | undefined> {
    const fault = await this.#loaded.promise
    if (fault !== undefined) return failedBy(fault, fault.retryable)
    if (control.signal.aborted) return failedBy(faultOfAbort(control.signal))
    if (this.#isGone || this.#intended !== undefined) return failedBy(this.#faultOfEnd())
    return await new Promise((settle) => {
      this.#join(call, control, settle)
    })
  }

  /** Attempts given ahead settle with undefined, unless they have begun by now. */
  takeBack(): void {
    this.#line.takeBack()
  }

  /** What the worker says of the agent's results, once its code is loaded. Throws the fault that it could not be loaded with. */
  async schema(): Promise<unknown> {
    const fault = await this.#loaded.promise
    if (fault !== undefined) throw fault
    return this.#schema
  }

  /** Ends the thread by force; the attempt at work ends with this fault. */
  end(fault: Fault): void {
    if (this.#isGone) return
    this.#intended ??= fault
    this.takeBack()
    void this.#worker.terminate()
    setTimeout(() => this.#giveUp(), exitGraceMs).unref()
  }

  #join(call: AttemptCall, control: ExecutionControl, settle: GivenAttempt['settle']): void {
    const onAbort = () => this.#abort(attempt, faultOfAbort(control.signal))
    control.signal.addEventListener('abort', onAbort, { once: true })
    const attempt: GivenAttempt = {
      number: 0,
      call,
      control,
      settle: (execution) => {
        control.signal.removeEventListener('abort', onAbort)
        settle(execution)
      },
    }
    this.#line.add(attempt)
  }

  #give({ number, call }: GivenAttempt): void {
    if (this.#intended !== undefined) return
    this.#post({ kind: 'run', number, call, abortAfterMs: Math.min(abortAfterMs(call.timeoutMs), maxTimerMs) })
  }

  #begin({ call }: GivenAttempt): void {
    this.#log.begin(call)
    this.#watch.begin(call.timeoutMs)
  }

  #abort(attempt: GivenAttempt, fault: Fault): void {
    this.takeBack()
    if (!this.#line.has(attempt)) return
    this.#post({ kind: 'abort', number: attempt.number, fault: faultData(fault) })
    setTimeout(() => this.#endFor(attempt, fault), abortGraceMs).unref()
  }

  /** Ends the thread for the sake of one attempt, if that is at work still. */
  #endFor(attempt: GivenAttempt, fault: Fault): void {
    if (this.#line.atWork !== attempt) return
    this.takeBack()
    // Another one has begun: the end of this one is on its way.
    if (this.#line.length === 1) this.end(fault)
  }

  #timedOut(): void {
    const { atWork } = this.#line
    if (atWork === undefined) return
    const timeout = formatDurationMs(atWork.call.timeoutMs)
    this.#endFor(atWork, new Fault('STEP_TIMED_OUT', { agent: this.agent.name, timeout }))
  }

  #ended(execution: Execution, tookMs: number): void {
    const { atWork } = this.#line
    this.#log.finish()
    this.#watch.end()
    this.#line.next(tookMs)
    atWork?.settle(execution)
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        this.loaded = { at: performance.now(), tookMs: performance.now() - this.#startedAt }
        this.#schema = message.schema
        return this.#loaded.resolve(undefined)
      case 'loadFailed':
        return this.end(faultOf(message.fault))
      case 'ended':
        return this.#ended(message.execution, message.tookMs)
      case 'printed':
        return this.#log.print(message.stream, message.text)
      case 'progress':
        return this.#line.atWork?.control.progress(message.fraction, message.text)
      case 'spent':
        return this.#line.atWork?.control.spent?.(message.usage)
      case 'cacheAsked':
        return this.#line.atWork?.control.cacheAsked?.(message.isHit)
      case 'log':
        return this.#log.write(message.level, message.message, message.fields)
      case 'ask':
        return this.#answer(message)
    }
  }

  #answer(asked: Extract<FromWorker, { kind: 'ask' }>): void {
    const { name, memory } = this.agent
    const { jobId = '', tenant = '' } = this.#line.atWork?.call ?? {}
    const from = { agent: name, jobId, tenant, ...(memory === undefined ? {} : { memory }) }
    void answerThreadAsk(this.#options, asked, from).then((answer) => this.#post(answer))
  }

  #post(message: ToWorker): void {
    this.#worker.postMessage(message)
  }

  #giveUp(): void {
    if (this.#isGone) return
    this.#log.write('error', 'Agent holds on to its thread, probably in a blocking system call; it goes on unused')
    this.#end()
  }

  #end(exitCode?: number): void {
    if (this.#isGone) return
    this.#isGone = true
    this.#watch.close()
    this.#log.finish()
    const thread = { error: this.#error, ...(exitCode === undefined ? {} : { exitCode }) }
    if (this.#line.atWork === undefined && this.loaded !== undefined && this.#intended === undefined) {
      this.#log.write('warn', 'Agent ended its thread between attempts', { reason: reasonOf(thread) })
    }
    this.#intended ??= this.loaded === undefined ? faultOfLoad(this.agent, thread) : faultOfRun(this.agent, thread)
    this.#loaded.resolve(this.#intended)
    for (const attempt of this.#line.clear()) attempt.settle(failedBy(this.#intended))
    this.#exited.resolve()
  }

  #faultOfEnd(): Fault {
    return this.#intended ?? new Fault('STEP_CRASHED', { agent: this.agent.name, reason: 'its thread ended' })
  }
}
