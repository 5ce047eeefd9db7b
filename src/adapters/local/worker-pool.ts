import type { AgentDefinition } from '../../core/definition.ts'
import { Fault } from '../../core/fault.ts'
import type { AgentExecutor, Execution, ExecutionControl } from '../../ports/agent-executor.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import { AgentThread, type AgentThreadOptions } from './agent-thread.ts'
import { isWorthWaiting, type Patience, usualPatience } from './patience.ts'
import { failedBy, faultOfAbort } from './thread-end.ts'
import { WaitingAttempts, type Wanting } from './waiting-attempts.ts'

export interface WorkerPoolOptions extends Omit<AgentThreadOptions, 'agent' | 'loadTimeoutMs'> {
  /** The agent as it is declared now; undefined when it is not. */
  describe(agent: string): AgentDefinition | undefined
  /** Threads at once, busy and idle together. At least 1. */
  readonly maxWorkers: number
  /** Importing an agent's module may take so long. 10 s by default. */
  readonly loadTimeoutMs?: number
  /** Many short attempts need few threads. 1 s for a thread that loads by default. */
  readonly patience?: Patience
}

/** Patience is looked at so often. */
const lookEveryMs = 20
/** Attempts that a quick thread holds, the one at work included. */
const maxHeld = 8

/**
 * Runs attempts in worker threads, warm ones reused by agent.
 *
 * 1. A thread runs one attempt at a time, and attempts of one agent only. One whose attempts end within milliseconds
 *    holds the next ones already; when it stalls or ends, those that have not begun wait again at their old place.
 * 2. At most `maxWorkers` threads: a full pool ends the idle thread of another agent that was unused the longest;
 *    without one, attempts wait.
 * 3. Attempts of one agent get their threads in the order they came. One that waits for a thread at work gets one of its
 *    own, if there is room, when its patience is over.
 * 4. A thread that ended, for whatever reason, is never used again, and touches no other attempt.
 *
 * It does not count an agent's `concurrency` nor know priorities: the local invoker does.
 */
export class WorkerPool implements AgentExecutor {
  readonly #options: WorkerPoolOptions
  /** In order of last use. */
  readonly #threads = new Set<AgentThread>()
  /** With the number of attempts they hold. */
  readonly #busy = new Map<AgentThread, number>()
  readonly #waiting = new WaitingAttempts()
  #closed = false
  #nextLook: NodeJS.Timeout | undefined

  constructor(options: WorkerPoolOptions) {
    this.#options = options
  }

  async execute(call: AttemptCall, control: ExecutionControl): Promise<Execution> {
    const agent = this.#options.describe(call.agent)
    if (agent === undefined) return failedBy(new Fault('AGENT_NOT_FOUND', { agent: call.agent }), false)
    const since = performance.now()
    for (;;) {
      const thread = await this.#threadFor({ agent, since }, control.signal)
      if (thread === undefined) return failedBy(this.#closed ? interrupted() : faultOfAbort(control.signal))
      const execution = await this.#executeIn(thread, call, control)
      if (execution !== undefined) return execution
    }
  }

  /** Attempts that run go on to their end; the next ones get fresh threads, and so the code as it is then on disk. */
  retire(agent?: string): void {
    for (const thread of [...this.#threads]) {
      if (agent !== undefined && thread.agent.name !== agent) continue
      thread.retired = true
      thread.takeBack()
      if (!this.#busy.has(thread)) this.#discard(thread)
    }
  }

  /** Ends all threads; attempts in them end as `STEP_INTERRUPTED`. Settles within about a second. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#nextLook)
    this.#waiting.close()
    const threads = [...this.#threads]
    for (const thread of threads) this.#discard(thread)
    await Promise.all(threads.map((thread) => thread.gone))
  }

  /** Threads by what they do, for metrics. */
  counts(): { readonly busy: number; readonly idle: number; readonly waiting: number } {
    return { busy: this.#busy.size, idle: this.#threads.size - this.#busy.size, waiting: this.#waiting.length }
  }

  /** Undefined when the attempt was aborted or the pool closed meanwhile. */
  async #threadFor(wanting: Wanting, signal: AbortSignal): Promise<AgentThread | undefined> {
    if (this.#closed || signal.aborted) return undefined
    const thread = this.#take(wanting)
    if (thread !== undefined) return thread
    const served = this.#waiting.wait(wanting, signal)
    this.#lookAgain()
    return await served
  }

  async #executeIn(thread: AgentThread, call: AttemptCall, control: ExecutionControl): Promise<Execution | undefined> {
    try {
      return await thread.executeInTurn(call, control)
    } finally {
      this.#release(thread)
    }
  }

  #take(wanting: Wanting): AgentThread | undefined {
    const { agent } = wanting
    const warm = this.#idle().findLast((thread) => thread.agent.name === agent.name) ?? this.#quick(agent)
    if (warm !== undefined) return this.#use(warm)
    if (this.#isPatient(wanting)) return undefined
    if (this.#threads.size >= this.#options.maxWorkers) {
      const [longestUnused] = this.#idle()
      if (longestUnused === undefined) return undefined
      this.#discard(longestUnused)
    }
    return this.#use(this.#begin(agent))
  }

  #idle(): AgentThread[] {
    return [...this.#threads].filter((thread) => !this.#busy.has(thread))
  }

  /** The thread of the agent that is soonest free, if it may hold one more. */
  #quick(agent: AgentDefinition): AgentThread | undefined {
    const [soonest] = [...this.#busy]
      .filter(([thread, held]) => thread.agent.name === agent.name && held < maxHeld && thread.isQuick)
      .sort(([, one], [, other]) => one - other)
    return soonest?.[0]
  }

  #isPatient({ agent, since }: Wanting): boolean {
    const { patience = usualPatience } = this.#options
    for (const thread of this.#busy.keys()) {
      if (thread.agent.name === agent.name && isWorthWaiting(thread, since, patience)) return true
    }
    return false
  }

  #begin(agent: AgentDefinition): AgentThread {
    const thread = new AgentThread({ ...this.#options, agent, loadTimeoutMs: this.#options.loadTimeoutMs ?? 10_000 })
    void thread.gone.then(() => this.#forget(thread))
    return thread
  }

  #use(thread: AgentThread): AgentThread {
    this.#threads.delete(thread)
    this.#threads.add(thread)
    this.#busy.set(thread, (this.#busy.get(thread) ?? 0) + 1)
    this.#lookAgain()
    return thread
  }

  #release(thread: AgentThread): void {
    const held = (this.#busy.get(thread) ?? 1) - 1
    if (held > 0) this.#busy.set(thread, held)
    else this.#busy.delete(thread)
    if (thread.retired && held === 0) this.#discard(thread)
    if (thread.isGone) this.#threads.delete(thread)
    this.#serve()
  }

  #serve(): void {
    this.#waiting.serve(({ agent, since }) => {
      return this.#take({ agent: this.#options.describe(agent.name) ?? agent, since })
    })
    this.#lookAgain()
  }

  /** Patience ends, and threads stall, without anything happening. A full pool is looked at when a thread comes free. */
  #lookAgain(): void {
    const hasRoom = this.#threads.size < this.#options.maxWorkers || this.#threads.size > this.#busy.size
    const mayGain = (this.#waiting.length > 0 && hasRoom) || this.#busy.values().some((held) => held > 1)
    if (this.#nextLook !== undefined || this.#closed || !mayGain) return
    this.#nextLook = setTimeout(() => {
      // Later in this turn of the loop: what threads have said while this process was busy is heard first.
      setImmediate(() => {
        this.#nextLook = undefined
        for (const thread of this.#busy.keys()) if (thread.isStalled) thread.takeBack()
        this.#serve()
      })
    }, lookEveryMs)
  }

  #discard(thread: AgentThread): void {
    this.#threads.delete(thread)
    thread.end(interrupted())
  }

  #forget(thread: AgentThread): void {
    this.#threads.delete(thread)
    if (!this.#busy.has(thread)) this.#serve()
  }
}

function interrupted(): Fault {
  return new Fault('STEP_INTERRUPTED', {}, { retryable: true })
}
