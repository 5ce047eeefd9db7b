import type { JsonValue } from '../core/json.ts'
import type { ModelUsage } from '../core/model-usage.ts'
import type { StepError } from '../core/step.ts'
import type { AttemptCall } from './agent-invoker.ts'

/** Runs the author's code for one attempt, inside its limits. Never throws: every end is an execution. */
export interface AgentExecutor {
  execute(call: AttemptCall, control: ExecutionControl): Promise<Execution>
}

export interface ExecutionControl {
  /** Aborts when the job was cancelled. The executor aborts by itself before the timeout. */
  readonly signal: AbortSignal
  /** @param fraction 0 to 1 */
  progress(fraction: number, text?: string): void
  /** Told of each use of a language model once it is paid for, however the attempt ends. */
  spent?(usage: ModelUsage): void
  /** Told whether a model's answer was there already, each time the cache is asked. */
  cacheAsked?(isHit: boolean): void
}

export type Execution =
  | { readonly status: 'completed'; readonly output: JsonValue }
  | { readonly status: 'failed'; readonly error: StepError }
