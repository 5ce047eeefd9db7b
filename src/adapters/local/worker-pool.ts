import type { AgentDefinition } from '../../core/definition.ts'
import { Fault } from '../../core/fault.ts'
import type { AgentExecutor, Execution, ExecutionControl } from '../../ports/agent-executor.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import { AgentThread, type AgentThreadOptions } from './agent-thread.ts'
import { failedBy, faultOfAbort } from './thread-end.ts'

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

/** How long an attempt waits for a thread of its agent before another one is started. */
export interface Patience {
  /** For one that is still importing the code. */
  readonly loadMs: number
  /** For one at work. Absent: as long as that one took to start, so that waiting in vain costs at most as much again. */
  readonly workMs?: number
}

const usualPatience: Patience = { loadMs: 1_000 }
/** Patience is looked at so often. */
const lookEveryMs = 20

/**
 * Runs attempts in worker threads, warm ones reused by agent.
 *
 * 1. A thread runs one attempt at a time, and attempts of one agent only.
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
  readonly #busy = new Set<AgentThread>()
  readonly #waiting: Waiting[] = []
  readonly #patience: Patience
  #closed = false
  #nextLook: NodeJS.Timeout | undefined

  constructor(options: WorkerPoolOptions) {
    this.#options = options
    this.#patience = options.patience ?? usualPatience
  }

  async execute(call: AttemptCall, control: ExecutionControl): Promise<Execution> {
    const agent = this.#options.describe(call.agent)
    if (agent === undefined) return failedBy(new Fault('AGENT_NOT_FOUND', { agent: call.agent }), false)
    if (control.signal.aborted) return failedBy(faultOfAbort(control.signal))
    const thread = this.#closed ? undefined : (this.#take(agent) ?? (await this.#wait(agent, control.signal)))
    if (thread === undefined) return failedBy(this.#closed ? interrupted() : faultOfAbort(control.signal))
    try {
      return await thread.execute(call, control)
    } finally {
      this.#release(thread)
    }
  }

  /** Attempts that run go on to their end; the next ones get fresh threads, and so the code as it is then on disk. */
  retire(agent?: string): void {
    for (const thread of [...this.#threads]) {
      if (agent !== undefined && thread.agent.name !== agent) continue
      thread.retired = true
      if (!this.#busy.has(thread)) this.#discard(thread)
    }
  }

  /** Ends all threads; attempts in them end as `STEP_INTERRUPTED`. Settles within about a second. */
  async close(): Promise<void> {
    this.#closed = true
    clearTimeout(this.#nextLook)
    for (const waiting of this.#waiting.splice(0)) waiting.resolve(undefined)
    const threads = [...this.#threads]
    for (const thread of threads) this.#discard(thread)
    await Promise.all(threads.map((thread) => thread.gone))
  }

  /** Threads by what they do, for metrics. */
  counts(): { readonly busy: number; readonly idle: number; readonly waiting: number } {
    return { busy: this.#busy.size, idle: this.#threads.size - this.#busy.size, waiting: this.#waiting.length }
  }

  /** @param since when the attempt came; now, if it has just come */
  #take(agent: AgentDefinition, since = performance.now()): AgentThread | undefined {
    const warm = this.#idle().findLast((thread) => thread.agent.name === agent.name)
    if (warm !== undefined) return this.#use(warm)
    if (this.#isPatient(agent, since)) return undefined
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

  /** Whether a thread of the agent is at work that may be free soon enough. */
  #isPatient(agent: AgentDefinition, since: number): boolean {
    const now = performance.now()
    const { workMs, loadMs } = this.#patience
    for (const thread of this.#busy) {
      if (thread.agent.name !== agent.name || thread.retired || thread.isGone) continue
      const { loaded } = thread
      const isSoon =
        loaded === undefined ? now - since < loadMs : now - Math.max(since, loaded.at) < (workMs ?? loaded.tookMs)
      if (isSoon) return true
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
    this.#busy.add(thread)
    return thread
  }

  #wait(agent: AgentDefinition, signal: AbortSignal): Promise<AgentThread | undefined> {
    return new Promise((resolve) => {
      const leave = () => {
        this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
        resolve(undefined)
      }
      const waiting: Waiting = {
        agent,
        since: performance.now(),
        resolve: (thread) => {
          signal.removeEventListener('abort', leave)
          resolve(thread)
        },
      }
      signal.addEventListener('abort', leave, { once: true })
      this.#waiting.push(waiting)
      this.#lookAgain()
    })
  }

  #release(thread: AgentThread): void {
    this.#busy.delete(thread)
    if (thread.retired) this.#discard(thread)
    if (thread.isGone) this.#threads.delete(thread)
    this.#serve()
  }

  #serve(): void {
    for (const waiting of [...this.#waiting]) {
      const agent = this.#options.describe(waiting.agent.name) ?? waiting.agent
      const thread = this.#take(agent, waiting.since)
      if (thread === undefined) continue
      this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
      waiting.resolve(thread)
    }
    this.#lookAgain()
  }

  /** Patience ends without anything happening. A full pool is looked at when a thread comes free. */
  #lookAgain(): void {
    const hasRoom = this.#threads.size < this.#options.maxWorkers || this.#threads.size > this.#busy.size
    if (this.#nextLook !== undefined || this.#waiting.length === 0 || !hasRoom) return
    this.#nextLook = setTimeout(() => {
      this.#nextLook = undefined
      this.#serve()
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

interface Waiting {
  readonly agent: AgentDefinition
  /** By `performance.now`. */
  readonly since: number
  resolve(thread: AgentThread | undefined): void
}

function interrupted(): Fault {
  return new Fault('STEP_INTERRUPTED', {}, { retryable: true })
}
