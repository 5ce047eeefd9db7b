import type { Priority } from '../core/job.ts'
import type { JsonValue } from '../core/json.ts'
import type { AttemptKey } from '../core/result.ts'

/** Starts attempts somewhere else and returns at once; how they end is read from the job table. */
export interface AgentInvoker {
  /** May be asked twice for one attempt: the claim lets one run. Throws only when the call was not accepted. */
  invoke(call: AttemptCall): Promise<void>
  /** Asks a running or waiting attempt to stop. Best effort: its result no longer counts. */
  abort(attempt: AttemptKey): Promise<void>
}

/** Everything an attempt needs; its runner reads nothing else. */
export interface AttemptCall extends AttemptKey {
  readonly token: string
  readonly timeoutMs: number
  readonly priority: Priority
  readonly workflow: string
  readonly tenant: string
  readonly labels: Readonly<Record<string, string>>
  /** The job's input, or what `with` mapped. */
  readonly input: JsonValue
  /** Outputs of the step's needs, by step id and by agent name. */
  readonly results: Readonly<Record<string, JsonValue>>
  /** What models may still cost the job, in millionths of a USD; absent: no limit. */
  readonly budgetMicroUsd?: number
}
