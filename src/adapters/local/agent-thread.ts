import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { AgentDefinition } from '../../core/definition.ts'
import { formatDurationMs } from '../../core/duration.ts'
import { Fault } from '../../core/fault.ts'
import type { Execution, ExecutionControl } from '../../ports/agent-executor.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import type { Clock } from '../../ports/clock.ts'
import type { Log } from '../../ports/log.ts'
import { answerThreadAsk, type ThreadStores } from './answer-thread-ask.ts'
import { keepLoopsInterruptible } from './interruptible-loops.ts'
import { watchMemory } from './memory-watch.ts'
import { failedBy, faultOfAbort, faultOfLoad, faultOfRun, loadTimedOut, outOfMemory, reasonOf } from './thread-end.ts'
import { abortAfterMs, type Environment, environmentOf, maxTimerMs, resourceLimitsOf } from './thread-limits.ts'
import { ThreadLog } from './thread-log.ts'
import { type FromWorker, faultData, faultOf, type ToWorker, type WorkerStart } from './worker-messages.ts'

export interface AgentThreadOptions extends ThreadStores {
  /** The module that runs inside the thread. */
  readonly workerUrl: URL
  readonly agent: AgentDefinition
  readonly projectDirectory: string
  readonly env: Environment
  readonly log: Log
  readonly clock: Pick<Clock, 'now'>
  /** Importing the agent's module may take so long. */
  readonly loadTimeoutMs: number
  /** Whether `schema` is wanted. */
  readonly wantsSchema?: true
}

/** After an abort the author's code has so long to end by itself. */
const abortGraceMs = 1_000
/** A thread inside a blocking system call ends late: the attempt does not wait longer for it. */
const exitGraceMs = 1_000

/**
 * One worker thread with one agent's code in it; runs one attempt at a time.
 *
 * loading -> idle <-> running -> gone. Leaves `loading` when the code is imported, or is gone after `loadTimeoutMs`.
 * 1. A run settles exactly once: with what the worker answered, or with why the thread ended.
 * 2. After `end` nothing is started, and `gone` settles within `exitGraceMs`, whatever the thread does.
 * 3. What the author's code throws, prints or breaks stays in the thread; the platform sees messages and log lines.
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
  readonly #begunAt = performance.now()
  readonly #loaded = Promise.withResolvers<Fault | undefined>()
  readonly #exited = Promise.withResolvers<void>()
  #isGone = false
  #run: Run | undefined
  #intended: Fault | undefined
  #error: unknown
  #schema: unknown

  constructor(options: AgentThreadOptions) {
    keepLoopsInterruptible()
    this.#options = options
    this.agent = options.agent
    this.gone = this.#exited.promise
    const { agent } = options
    this.#worker = new Worker(options.workerUrl, {
      name: agent.name,
      workerData: workerStart(options),
      env: environmentOf(agent, options.env),
      resourceLimits: resourceLimitsOf(agent.memoryMb),
      stdout: true,
      stderr: true,
      // Flags of the platform (a debugger's port) are not for its threads.
      execArgv: [],
    })
    this.#log = new ThreadLog(options.log, this.#worker, agent.name)
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

  /** Waits until the code is loaded, then runs the attempt. Its timeout counts from there. Never throws. */
  async execute(call: AttemptCall, control: ExecutionControl): Promise<Execution> {
    const fault = await this.#loaded.promise
    if (fault !== undefined) return failedBy(fault, fault.retryable)
    if (control.signal.aborted) return failedBy(faultOfAbort(control.signal))
    if (this.#isGone || this.#intended !== undefined) return failedBy(this.#faultOfEnd())
    return await new Promise((settle) => {
      this.#start(call, control, settle)
    })
  }

  /** What the worker says of the agent's results, once its code is loaded. Throws the fault that it could not be loaded with. */
  async schema(): Promise<unknown> {
    const fault = await this.#loaded.promise
    if (fault !== undefined) throw fault
    return this.#schema
  }

  /** Ends the thread by force; a run in it ends with this fault. */
  end(fault: Fault): void {
    if (this.#isGone) return
    this.#intended ??= fault
    void this.#worker.terminate()
    setTimeout(() => this.#giveUp(), exitGraceMs).unref()
  }

  #start(call: AttemptCall, control: ExecutionControl, settle: (execution: Execution) => void): void {
    const { timeoutMs } = call
    this.#log.begin(call)
    const onAbort = () => this.#abort(control.signal)
    const timer = setTimeout(() => this.end(this.#timeout(timeoutMs)), Math.min(timeoutMs, maxTimerMs))
    const unwatch = watchMemory(this.#worker, this.agent.memoryMb * 1_048_576, () => this.end(outOfMemory(this.agent)))
    control.signal.addEventListener('abort', onAbort, { once: true })
    this.#run = {
      call,
      control,
      settle: (execution) => {
        this.#run = undefined
        clearTimeout(timer)
        unwatch()
        control.signal.removeEventListener('abort', onAbort)
        settle(execution)
      },
    }
    const deadline = this.#options.clock.now() + timeoutMs
    this.#post({ kind: 'run', call, deadline, abortAfterMs: Math.min(abortAfterMs(timeoutMs), maxTimerMs) })
  }

  #abort(signal: AbortSignal): void {
    const fault = faultOfAbort(signal)
    const aborted = this.#run
    this.#post({ kind: 'abort', fault: faultData(fault) })
    setTimeout(() => {
      if (aborted !== undefined && this.#run === aborted) this.end(fault)
    }, abortGraceMs).unref()
  }

  #receive(message: FromWorker): void {
    switch (message.kind) {
      case 'ready':
        this.loaded = { at: performance.now(), tookMs: performance.now() - this.#begunAt }
        this.#schema = message.schema
        return this.#loaded.resolve(undefined)
      case 'loadFailed':
        return this.end(faultOf(message.fault))
      case 'ended':
        this.#log.finish()
        return this.#run?.settle(message.execution)
      case 'progress':
        return this.#run?.control.progress(message.fraction, message.text)
      case 'spent':
        return this.#run?.control.spent?.(message.usage)
      case 'cacheAsked':
        return this.#run?.control.cacheAsked?.(message.isHit)
      case 'log':
        return this.#log.write(message.level, message.message, message.fields)
      case 'ask':
        return this.#answer(message)
    }
  }

  #answer(asked: Extract<FromWorker, { kind: 'ask' }>): void {
    const { name, memory } = this.agent
    const { jobId = '', tenant = '' } = this.#run?.call ?? {}
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
    const thread = { error: this.#error, ...(exitCode === undefined ? {} : { exitCode }) }
    if (this.#run === undefined && this.loaded !== undefined && this.#intended === undefined) {
      this.#log.write('warn', 'Agent ended its thread between attempts', { reason: reasonOf(thread) })
    }
    this.#intended ??= this.loaded === undefined ? faultOfLoad(this.agent, thread) : faultOfRun(this.agent, thread)
    this.#loaded.resolve(this.#intended)
    this.#run?.settle(failedBy(this.#intended))
    this.#exited.resolve()
  }

  #faultOfEnd(): Fault {
    return this.#intended ?? new Fault('STEP_CRASHED', { agent: this.agent.name, reason: 'its thread ended' })
  }

  #timeout(timeoutMs: number): Fault {
    return new Fault('STEP_TIMED_OUT', { agent: this.agent.name, timeout: formatDurationMs(timeoutMs) })
  }
}

function workerStart({ agent, projectDirectory, wantsSchema }: AgentThreadOptions): WorkerStart {
  // What Node answers is a folder for its own version within the one that was named.
  const ofThisNode = getCompileCacheDir()
  return {
    agent,
    projectDirectory,
    ...(ofThisNode === undefined ? {} : { compileCache: dirname(ofThisNode) }),
    ...(wantsSchema === true ? { wantsSchema } : {}),
  }
}

interface Run {
  readonly call: AttemptCall
  readonly control: ExecutionControl
  settle(execution: Execution): void
}
