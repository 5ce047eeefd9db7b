/** The real engine on ports that belong to a `World`: its queue, its attempts, its sweeper, its API, and their accidents. */
import type { Fact } from '../../core/fact.ts'
import { advanceJob } from '../../engine/advance-job.ts'
import type { EnginePorts } from '../../engine/engine-ports.ts'
import { runAttempt } from '../../engine/run-attempt.ts'
import { sweep } from '../../engine/sweep.ts'
import type { Execution } from '../../ports/agent-executor.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import type { JobStore } from '../../ports/job-store.ts'
import type { Process, World } from './world.ts'

/** Guards that can be switched off, to show that the simulation notices. */
export const ablations = ['versionCheck', 'claim', 'sweeper', 'saveBeforeAct'] as const
export type Ablation = (typeof ablations)[number]

export interface PlatformOptions {
  readonly world: World
  /** The table; the invariants watch it. */
  readonly store: JobStore
  /** What a step's agent does, by step and not by attempt, so that accidents do not change what work means. */
  readonly behaviour: (call: AttemptCall) => Execution
  readonly ablation?: Ablation
  readonly executed: (call: AttemptCall) => void
}

interface Message {
  readonly fact: Fact
  visibleAt: number
}

const visibilityMs = 30_000
const sweepEveryMs = 60_000

export class SimulatedPlatform {
  readonly #options: PlatformOptions
  readonly #world: World
  readonly #messages = new Set<Message>()
  readonly #attempts = new Map<Process, AttemptCall>()
  #processes = 0
  #attemptsRunning = 0

  constructor(options: PlatformOptions) {
    this.#options = options
    this.#world = options.world
    this.#world.onKill((process) => this.#reportCrash(process))
    if (options.ablation !== 'sweeper') this.#sweepLater()
  }

  /** Whether a message or an attempt is still on its way. */
  get isBusy(): boolean {
    return this.#messages.size > 0 || this.#attemptsRunning > 0
  }

  process(kind: string): Process {
    this.#processes += 1
    return { name: `${kind}${this.#processes}`, alive: true }
  }

  /** A hint from outside, which may be lost like any other. */
  sendAsClient(facts: readonly Fact[]): void {
    this.#send(facts, 0)
  }

  /** The ports as one process sees them. */
  portsOf(process: Process): EnginePorts {
    const { store, ablation } = this.#options
    const world = this.#world
    const through =
      <A extends readonly unknown[], T>(label: string, apply: (...args: A) => Promise<T>) =>
      (...args: A): Promise<T> =>
        world.call(process, label, () => apply(...args))
    return {
      store: {
        createJob: through('createJob', store.createJob),
        loadJob: through('loadJob', store.loadJob),
        saveJob: ablation === 'saveBeforeAct' ? this.#lateSave(process) : through('saveJob', store.saveJob),
        listJobs: through('listJobs', store.listJobs),
        listDueJobs: through('listDueJobs', store.listDueJobs),
        claimResult: through('claimResult', store.claimResult),
        recordResult: through('recordResult', store.recordResult),
        loadResults: through('loadResults', store.loadResults),
        listResults: through('listResults', store.listResults),
        putDefinition: store.putDefinition,
        loadDefinition: store.loadDefinition,
      },
      queue: {
        send: through('send', async (facts: readonly Fact[], delayMs = 0) => this.#send(facts, delayMs)),
        backlog: through('backlog', async () => this.#messages.size),
      },
      invoker: {
        invoke: through('invoke', async (call: AttemptCall) => this.#invoke(call)),
        abort: through('abort', async () => {}),
      },
      blobs: { put: async () => {}, get: async () => new Uint8Array() },
      clock: {
        now: () => world.now,
        sleep: (ms) => new Promise((wake) => world.schedule({ process, label: 'wakes', run: wake }, world.now + ms)),
      },
      ids: {
        jobId: () => `job${world.random.below(1e9)}`,
        token: () => `token${world.random.below(1e9)}`,
        random: () => world.random.next(),
      },
      log: () => {},
      meter: { count: () => {}, observe: () => {} },
    }
  }

  /** Answers "saved" before it is: what a planner does that acts first. */
  #lateSave(process: Process): JobStore['saveJob'] {
    return async (job) => {
      const saved = this.#world.call(process, 'saveJob', () => this.#options.store.saveJob(job))
      saved.catch(() => {})
      return true
    }
  }

  #send(facts: readonly Fact[], delayMs: number): void {
    for (const fact of facts) {
      if (this.#world.strikes(0.05)) {
        this.#world.note(undefined, `loses ${fact.kind}`)
        continue
      }
      this.#put(fact, this.#world.now + delayMs)
      if (this.#world.strikes(0.05)) this.#put(fact, this.#world.now + delayMs + this.#world.random.below(20_000))
    }
  }

  #put(fact: Fact, visibleAt: number): void {
    const message = { fact, visibleAt }
    this.#messages.add(message)
    this.#world.schedule(
      { process: undefined, label: `delivers ${fact.kind}`, run: () => this.#deliver(fact.jobId) },
      visibleAt,
    )
  }

  /** One planner takes what is visible about the job; what it does not acknowledge comes back. */
  #deliver(jobId: string): void {
    const { world } = this.#options
    const batch = [...this.#messages].filter(
      (message) => message.fact.jobId === jobId && message.visibleAt <= world.now,
    )
    if (batch.length === 0) return
    for (const message of batch) this.#hide(message, jobId)
    const acknowledge = (): void => {
      for (const message of batch) this.#messages.delete(message)
    }
    const process = this.process('planner')
    const facts = batch.map(({ fact }) => fact)
    advanceJob(this.portsOf(process), jobId, facts).then(acknowledge, (error) =>
      world.note(process, `gives back: ${error.message}`),
    )
  }

  #hide(message: Message, jobId: string): void {
    message.visibleAt = this.#world.now + visibilityMs
    this.#world.schedule(
      { process: undefined, label: 'shows what was not acknowledged', run: () => this.#deliver(jobId) },
      message.visibleAt,
    )
  }

  #invoke(call: AttemptCall): void {
    if (this.#world.strikes(0.05)) return this.#world.note(undefined, `loses the start of ${call.stepId}`)
    const copies = this.#world.strikes(0.05) ? 2 : 1
    for (let copy = 0; copy < copies; copy++) {
      this.#attemptsRunning += 1
      const at = this.#world.now + this.#world.random.below(500)
      this.#world.schedule(
        { process: undefined, label: `starts ${call.stepId}#${call.attempt}`, run: () => this.#attempt(call) },
        at,
      )
    }
  }

  #attempt(call: AttemptCall): void {
    const process = this.process('attempt')
    this.#attempts.set(process, call)
    const { behaviour, executed } = this.#options
    const executor = {
      execute: async () => {
        executed(call)
        const ms = this.#world.random.below(5_000)
        await new Promise<void>((done) =>
          this.#world.schedule({ process, label: 'has worked', run: done }, this.#world.now + ms),
        )
        return behaviour(call)
      },
    }
    const run = { signal: new AbortController().signal }
    runAttempt({ ...this.portsOf(process), executor }, call, run).then(
      () => this.#attemptEnded(process),
      () => this.#world.kill(process),
    )
  }

  #attemptEnded(process: Process): void {
    if (this.#attempts.delete(process)) this.#attemptsRunning -= 1
  }

  /** What Lambda's on-failure destination and the laptop's next start do; that report may be lost as well. */
  #reportCrash(process: Process): void {
    const call = this.#attempts.get(process)
    if (call === undefined) return
    this.#attemptEnded(process)
    const { jobId, stepId, epoch, attempt } = call
    this.#send([{ kind: 'step.crashed', jobId, stepId, epoch, attempt, reason: 'interrupted' }], 0)
  }

  #sweepLater(): void {
    const run = async (): Promise<void> => {
      this.#sweepLater()
      await sweep({
        ...this.portsOf({ name: 'sweeper', alive: true }),
        store: this.#options.store,
        queue: { send: async (facts) => this.#send(facts, 0), backlog: async () => this.#messages.size },
      })
    }
    this.#world.schedule({ process: undefined, label: 'sweeps', run }, this.#world.now + sweepEveryMs)
  }
}
