/** What one seed of the simulation is given, and what it tells. */
import type { Definition } from '../../core/definition.ts'
import type { Job } from '../../core/job.ts'
import type { JsonValue } from '../../core/json.ts'
import type { Execution } from '../../ports/agent-executor.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import type { JobStore } from '../../ports/job-store.ts'
import type { Accidents } from './accidents.ts'
import type { Guard } from './guards.ts'

export interface Seed {
  readonly seed: number
  /** Makes an empty store. */
  readonly newStore: () => JobStore
  /** Default: drawn from the seed. */
  readonly definition?: Definition
  /** The jobs that clients submit, each under a key of its own. Default: drawn from the seed. */
  readonly submissions?: readonly SimulatedSubmission[]
  /**
   * What the agents do. Called once per attempt that begins to work, in the order of virtual time; must depend on the
   * call alone, not on how often it was asked. Default: drawn from the seed.
   */
  readonly behaviour?: (call: AttemptCall) => Work
  /** Accidents at most; 0 is a run in which nothing goes wrong. Default: drawn from the seed, 3 to 40. */
  readonly faults?: number
  /** Whether people cancel, pause, resume and rerun jobs. Default: in every second seed when no definition is given. */
  readonly people?: boolean
  /** Guards of the engine that are switched off, to show that the simulation notices. Default: none. */
  readonly without?: readonly Guard[]
}

export interface SimulatedSubmission {
  /** Default: `default`. */
  readonly workflow?: string
  readonly input: JsonValue
  readonly deadlineMs?: number
  readonly delayMs?: number
}

/** One attempt of a simulated agent. */
export interface Work {
  /** Virtual time until the end. Beyond the attempt's timeout it ends there, as `timedOut`. */
  readonly ms: number
  readonly end: Execution | Crash
}

/** The attempt's process dies and records nothing. A `step.crashed` fact is sent; like any fact it may be lost. */
export interface Crash {
  readonly status: 'crashed'
  readonly reason: 'crashed' | 'timedOut' | 'outOfMemory'
  readonly message?: string
}

export interface SeedReport {
  readonly seed: number
  readonly violations: readonly Violation[]
  /** As they are at the end. */
  readonly jobs: readonly Job[]
  /** What happened, a line each. The same seed and options give the same bytes. */
  readonly trace: readonly string[]
  /** Virtual ms from the first thing to the last. */
  readonly elapsedMs: number
  /** Versions of jobs that were checked. */
  readonly states: number
  readonly accidents: Accidents
}

export type Invariant = `P${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9 | 10 | 11 | 12 | 13}`

export interface Violation {
  /** Number as in docs/engine.md; `stuck` for a job that never ends, which breaks P3 or P12. */
  readonly invariant: Invariant | 'stuck'
  readonly text: string
  readonly jobId?: string
}
