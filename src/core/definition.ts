import type { JsonObject, JsonValue } from './json.ts'
import type { ModelSettings } from './model-settings.ts'
import type { RetryPolicy } from './retry.ts'

/** agents.yaml, checked and compiled: what planner, API, laptop runtime and CDK read. Plain JSON. */
export interface Definition {
  readonly format: 1
  /** SHA-256 (hex) of the canonical JSON of everything else. */
  readonly hash: string
  readonly project: { readonly name: string; readonly version: string; readonly region?: string }
  readonly agents: Readonly<Record<string, AgentDefinition>>
  /** `orchestration` is the one called `default`. */
  readonly workflows: Readonly<Record<string, Workflow>>
}

export interface AgentDefinition {
  readonly name: string
  readonly type: 'worker' | 'orchestrator'
  readonly description: string
  /** The agent's module, relative to agents.yaml. */
  readonly entry: string
  /** One attempt. Up to 900,000 on Lambda. */
  readonly timeoutMs: number
  readonly memoryMb: number
  /** Names of environment variables passed on from the platform's own environment. */
  readonly environment: readonly string[]
  /** Environment variables with their values. */
  readonly environmentValues: Readonly<Record<string, string>>
  /** Attempts at once over all jobs; absent: no limit of its own. */
  readonly concurrency?: number
  readonly skills: readonly string[]
  readonly tools: readonly string[]
  /** Names of zod schemas that the agent's module exports. */
  readonly inputSchema?: string
  readonly outputSchema?: string
  readonly contextType?: string
  /** `outputs.database_field`: a second name under which results are read. */
  readonly alias?: string
  readonly retry: RetryPolicy
  readonly onError: OnError
  /** Scope of its long-term memory; absent: it has no memory. */
  readonly memory?: string
  /** Its language model, when agents.yaml says something of it. */
  readonly llm?: ModelSettings
}

/** What a step's failure, after its last attempt, means for the job. */
export type OnError =
  | { readonly kind: 'fail' }
  | { readonly kind: 'continue' }
  | { readonly kind: 'fallback'; readonly agent: string }

export interface Workflow {
  readonly name: string
  /** Whole job, from submit. */
  readonly deadlineMs?: number
  /** Steps a job may start in one epoch. */
  readonly budgetSteps: number
  /** What models may cost the steps of a job's plan, in millionths of a USD; absent: no limit. */
  readonly budgetMicroUsd?: number
  /** JSON Schema (draft-07) that the input is checked against at submit. */
  readonly inputSchema?: JsonObject
  /** What becomes of a job for which no rule chose a step. */
  readonly onEmpty: 'fail' | 'complete'
  readonly rules: readonly Rule[]
}

export interface Rule {
  readonly name: string
  /** As written. `always` when it was left out. */
  readonly condition: string
  /** `false`: a type error at run time counts as a false verdict. */
  readonly onTypeError: 'fail' | 'false'
  readonly whenTrue: readonly StepTemplate[]
  readonly whenFalse: readonly StepTemplate[]
}

/** One node of a rule's graph; becomes a step when the rule's verdict adds it to a plan. */
export interface StepTemplate {
  /** Unique within its branch: the agent's name, or what the author wrote. */
  readonly name: string
  readonly work: StepWork
  /** Names of templates of the same branch. None: it waits only for the steps of earlier rules. */
  readonly needs: readonly string[]
  readonly join: Join
  /** A condition decided when the needs are terminal; false skips the step. */
  readonly when?: string
  /** Mapping that makes the step's input; absent: `{ input, results }` of its needs. */
  readonly with?: JsonValue
  /** These replace the agent's own when present. */
  readonly timeoutMs?: number
  readonly retry?: RetryPolicy
  readonly onError?: OnError
}

export type StepWork =
  | { readonly kind: 'agent'; readonly agent: string }
  | { readonly kind: 'wait'; readonly waitMs: number }

/**
 * What a step asks of its needs once all of them are terminal.
 * `settled`: nothing more (lists: the order alone counts); `all`: none was skipped or cancelled, and a failed one was
 * tolerated; `any` and `atLeast`: so many completed.
 */
export type Join = 'settled' | 'all' | 'any' | { readonly atLeast: number }

/** Default of `budget.steps`, and the most it may be. */
export const maxStepsPerJob = 1_000
