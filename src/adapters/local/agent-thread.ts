import { formatDurationMs } from '../../core/duration.ts'
import { Fault } from '../../core/fault.ts'
import type { Execution, ExecutionControl } from '../../ports/agent-executor.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import type { Log } from '../../ports/log.ts'
import { answerThreadAsk, type ThreadStores } from './answer-thread-ask.ts'
import { AttemptLine, type GivenAttempt } from './attempt-line.ts'
import { AttemptWatch } from './attempt-watch.ts'
import { failedBy, faultOfAbort, outOfMemory, reasonOf, type ThreadEnd } from './thread-end.ts'
import { abortAfterMs, maxTimerMs } from './thread-limits.ts'
import { ThreadLog } from './thread-log.ts'
import { type LoadedMessage, WorkerLife, type WorkerLifeOptions } from './worker-life.ts'
import { faultData } from './worker-messages.ts'

export interface AgentThreadOptions extends ThreadStores, WorkerLifeOptions {
  readonly log: Log
}

/** After an abort the author's code has so long to end by itself. */
const abortGraceMs = 1_000
const holdsOn = 'Agent holds on to its thread, probably in a blocking system call; it goes on unused'

/**
 * The attempts of one worker thread: runs one at a time, and may hold the next ones already.
 *
 * 1. A run settles exactly once: with what the worker answered, with why the thread ended, or with undefined when it was
 *    given ahead of its turn and taken back; it has not begun then, and never begins here.
 * 2. The thread ends for the attempt at work alone: those behind it are taken back before.
 * 3. After `end` nothing is started.
 * 4. What the author's code throws, prints or breaks stays in the thread; the platform sees messages and log lines.
 *
 * It does not choose which attempt runs, and is no wall against hostile code: a thread shares its process.
 */
export class AgentThread {
  /** Runs what it runs and is not used again. */
  retired = false
  readonly #options: AgentThreadOptions
  readonly #log: ThreadLog
  readonly #line = new AttemptLine({ give: (attempt) => this.#give(attempt), begin: (attempt) => this.#begin(attempt) })
  readonly #life: WorkerLife
  readonly #watch: AttemptWatch

  constructor(options: AgentThreadOptions) {
    const { agent } = options
    this.#options = options
    this.#log = new ThreadLog(options.log, agent.name)
    this.#life = new WorkerLife(options, this.#line.turns, {
      said: (message) => this.#receive(message),
      holdsOn: () => this.#log.write('error', holdsOn),
      gone: (fault, unforeseen) => this.#gone(fault, unforeseen),
    })
    this.#watch = new AttemptWatch(this.#life.worker, {
      memoryBytes: agent.memoryMb * 1_048_576,
      timedOut: () => this.#timedOut(),
      outOfMemory: () => this.end(outOfMemory(agent)),
    })
  }

  get agent(): AgentThreadOptions['agent'] {
    return this.#options.agent
  }

  /** Settles when the thread is gone. */
  get gone(): Promise<void> {
    return this.#life.gone
  }

  get isGone(): boolean {
    return this.#life.isGone
  }

  /** When its code was imported, by `performance.now`, and how long that took; undefined until then. */
  get loaded(): WorkerLife['loaded'] {
    return this.#life.loaded
  }

  /** Its attempts end so soon that it may be given one ahead. */
  get isQuick(): boolean {
    return !this.retired && this.#life.fault === undefined && this.#line.isQuick
  }

  /** The attempt at work takes long. */
  get isStalled(): boolean {
    return this.#line.isStalled
  }

  /** Waits until the code is loaded, then runs the attempt. Its timeout counts from there. Never throws. */
  async execute(call: AttemptCall, control: ExecutionControl): Promise<Execution> {
    return (await this.executeInTurn(call, control)) ?? failedBy(this.#life.fault ?? new Fault('STEP_INTERRUPTED'))
  }

  /** The same behind attempts that it was given before. Undefined: taken back; it has not begun. */
  async executeInTurn(call: AttemptCall, control: ExecutionControl): Promise<Execution | undefined> {
    const loadFault = await this.#life.loadFault
    if (loadFault !== undefined) return failedBy(loadFault, loadFault.retryable)
    if (control.signal.aborted) return failedBy(faultOfAbort(control.signal))
    const { fault } = this.#life
    if (fault !== undefined) return failedBy(fault)
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
    return await this.#life.schema()
  }

  /** Ends the thread by force; the attempt at work ends with this fault. */
  end(fault: Fault): void {
    this.#life.end(fault)
    this.takeBack()
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
    if (this.#life.fault !== undefined) return
    this.#life.post({ kind: 'run', number, call, abortAfterMs: Math.min(abortAfterMs(call.timeoutMs), maxTimerMs) })
  }

  #begin({ call }: GivenAttempt): void {
    this.#log.begin(call)
    this.#watch.begin(call.timeoutMs)
  }

  #abort(attempt: GivenAttempt, fault: Fault): void {
    this.takeBack()
    if (!this.#line.has(attempt)) return
    this.#life.post({ kind: 'abort', number: attempt.number, fault: faultData(fault) })
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

  #receive(message: LoadedMessage): void {
    switch (message.kind) {
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

  #answer(asked: Extract<LoadedMessage, { kind: 'ask' }>): void {
    const { name, memory } = this.agent
    const { jobId = '', tenant = '' } = this.#line.atWork?.call ?? {}
    const from = { agent: name, jobId, tenant, ...(memory === undefined ? {} : { memory }) }
    void answerThreadAsk(this.#options, asked, from).then((answer) => this.#life.post(answer))
  }

  #gone(fault: Fault, unforeseen: ThreadEnd | undefined): void {
    this.#watch.close()
    this.#log.finish()
    if (this.#line.atWork === undefined && this.loaded !== undefined && unforeseen !== undefined) {
      this.#log.write('warn', 'Agent ended its thread between attempts', { reason: reasonOf(unforeseen) })
    }
    for (const attempt of this.#line.clear()) attempt.settle(failedBy(fault))
  }
}
