import { createMemoryStore } from '../../src/adapters/memory/memory-job-store.ts'
import type { Definition } from '../../src/core/definition.ts'
import type { Fact } from '../../src/core/fact.ts'
import { Fault } from '../../src/core/fault.ts'
import type { Job } from '../../src/core/job.ts'
import type { JsonValue } from '../../src/core/json.ts'
import type { AttemptKey } from '../../src/core/result.ts'
import { isTerminal } from '../../src/core/status.ts'
import { advanceJob } from '../../src/engine/advance-job.ts'
import type { EnginePorts } from '../../src/engine/engine-ports.ts'
import { runAttempt } from '../../src/engine/run-attempt.ts'
import { type Submission, submitJob } from '../../src/engine/submit-job.ts'
import { sweep } from '../../src/engine/sweep.ts'
import type { AgentExecutor, Execution, ExecutionControl } from '../../src/ports/agent-executor.ts'
import type { AttemptCall } from '../../src/ports/agent-invoker.ts'

export type TestAgent = (
  call: AttemptCall,
  control: ExecutionControl,
) => Execution | JsonValue | Promise<Execution | JsonValue>

/**
 * The engine on a memory store, with queue, agents and clock in the test's hands: facts and calls lie here until they
 * are delivered, and may be dropped, doubled or delivered late.
 */
export class TestPlatform {
  readonly definition: Definition
  readonly facts: { fact: Fact; at: number }[] = []
  readonly calls: AttemptCall[] = []
  readonly aborted: string[] = []
  readonly logged: string[] = []
  readonly blobs = new Map<string, Uint8Array>()
  readonly agents: Record<string, TestAgent>
  /** Attempts that reached the author's code, as `step#attempt`. */
  readonly executed: string[] = []
  readonly ports: EnginePorts
  now = 1_000_000
  #ids = 0

  constructor(definition: Definition, agents: Record<string, TestAgent> = {}) {
    this.definition = definition
    this.agents = agents
    this.ports = {
      store: createMemoryStore(),
      queue: {
        send: async (facts, delayMs = 0) =>
          void this.facts.push(...facts.map((fact) => ({ fact, at: this.now + delayMs }))),
        backlog: async () => this.facts.filter(({ at }) => at <= this.now).length,
      },
      invoker: {
        invoke: async (call) => void this.calls.push(call),
        abort: async ({ stepId, attempt }) => void this.aborted.push(`${stepId}#${attempt}`),
      },
      blobs: {
        put: async (key, bytes) => void this.blobs.set(key, bytes),
        get: async (key) => this.blobs.get(key) ?? Promise.reject(new Fault('BLOB_MISSING', { key })),
      },
      clock: { now: () => this.now, sleep: async (ms) => this.#pass(ms) },
      ids: { jobId: () => `job${++this.#ids}`, token: () => `token${++this.#ids}`, random: () => 0.5 },
      log: (_level, message) => void this.logged.push(message),
      meter: { count: () => {}, observe: () => {} },
    }
  }

  async submit(submission: Partial<Submission> = {}): Promise<Job> {
    const { job } = await submitJob(this.ports, this.definition, { tenant: 'local', input: {}, ...submission })
    return job
  }

  async job(jobId = 'job1'): Promise<Job> {
    const job = await this.ports.store.loadJob(jobId)
    if (job === undefined) throw new Error(`no job ${jobId}`)
    return job
  }

  /** Takes one job's due facts from the queue to the planner, in one batch. */
  async plan(jobId = 'job1'): Promise<void> {
    const due = this.facts.filter(({ fact, at }) => fact.jobId === jobId && at <= this.now)
    for (const taken of due) this.facts.splice(this.facts.indexOf(taken), 1)
    await advanceJob(
      this.ports,
      jobId,
      due.map(({ fact }) => fact),
    )
  }

  /** Runs every call that lies here. */
  async run(): Promise<void> {
    for (const call of this.calls.splice(0)) await this.attempt(call)
  }

  /** The call that started the first step of a submitted job; it lies here no more. */
  async firstCall(): Promise<AttemptCall> {
    await this.submit()
    await this.plan()
    const call = this.calls.shift()
    if (call === undefined) throw new Error('nothing was started')
    return call
  }

  /** Claims the attempt and then says nothing. */
  async claim(call: AttemptCall): Promise<void> {
    const claim = { ...attemptOf(call), token: call.token, owner: 'silent', startedAt: this.now }
    if (!(await this.ports.store.claimResult(claim))) throw new Error('the attempt is claimed already')
  }

  /** What the silent owner records in the end. */
  async record(call: AttemptCall, output: JsonValue): Promise<void> {
    const outcome = { status: 'completed' as const, output: { json: output, bytes: 2 } }
    await this.ports.store.recordResult({ ...attemptOf(call), owner: 'silent', outcome, finishedAt: this.now })
  }

  async attempt(call: AttemptCall): Promise<void> {
    const executor: AgentExecutor = { execute: async (_call, control) => await this.#execute(call, control) }
    await runAttempt({ ...this.ports, executor }, call, { signal: new AbortController().signal })
  }

  /** Plans and runs until the job ends; moves the clock on when nothing else is due. */
  async finish(jobId = 'job1'): Promise<Job> {
    for (let rounds = 0; rounds < 1_000; rounds++) {
      const job = await this.job(jobId)
      if (isTerminal(job.status)) return job
      if (this.calls.length > 0) await this.run()
      else if (this.facts.some(({ fact, at }) => fact.jobId === jobId && at <= this.now)) await this.plan(jobId)
      else await this.#wait()
    }
    throw new Error('the job does not end')
  }

  #pass(ms: number): void {
    this.now += ms
  }

  async #wait(): Promise<void> {
    const next = Math.min(...this.facts.map(({ at }) => at), (await this.job()).wakeAt ?? Infinity)
    this.now = Math.max(this.now + 1, next)
    await sweep(this.ports)
  }

  async #execute(call: AttemptCall, control: ExecutionControl): Promise<Execution> {
    this.executed.push(`${call.stepId}#${call.attempt}`)
    const answer = await (this.agents[call.agent] ?? (() => ({})))(call, control)
    const isExecution = typeof answer === 'object' && answer !== null && 'status' in answer
    return isExecution ? (answer as Execution) : { status: 'completed', output: answer as JsonValue }
  }
}

export function failure(code: string, message = 'broke', retryable?: boolean): Execution {
  return { status: 'failed', error: { code, message, ...(retryable === undefined ? {} : { retryable }) } }
}

export function attemptOf({ jobId, stepId, epoch, attempt, agent }: AttemptCall): AttemptKey {
  return { jobId, stepId, epoch, attempt, agent }
}
