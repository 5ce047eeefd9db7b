import type { ZodType, z } from 'zod'
import type { JsonValue } from '../core/json.ts'
import type { AgentContext } from './context.ts'

const mark = Symbol.for('troupe.agent')

/** What an author writes. Schemas are zod's, version 4. */
export interface AgentSource<Input extends ZodType, Output extends ZodType> {
  /** Checks and converts the step's input before `run`; a mismatch fails the step as `STEP_INPUT_INVALID`. */
  readonly input?: Input
  /** Checks what `run` returned; a mismatch fails the attempt as `STEP_OUTPUT_INVALID`. */
  readonly output?: Output
  /** Carries out one attempt. What it returns must be JSON (Dates become text, undefined becomes null). */
  run(context: AgentContext<z.output<Input>>): z.input<Output> | Promise<z.input<Output>>
}

/** An agent as its module exports it. Run it in a test by calling `run` with a context of your own. */
export interface Agent<Input extends ZodType = ZodType, Output extends ZodType = ZodType>
  extends AgentSource<Input, Output> {
  readonly [mark]: true
}

/**
 * Makes the agent that a module exports as its default. Without `input` the step's input arrives as it is (any JSON);
 * without `output` whatever JSON `run` returns is the result.
 */
export function defineAgent<
  Input extends ZodType = ZodType<JsonValue, JsonValue>,
  Output extends ZodType = ZodType<unknown, unknown>,
>(source: AgentSource<Input, Output>): Agent<Input, Output> {
  return { ...source, [mark]: true }
}

export function isAgent(value: unknown): value is Agent {
  return (
    typeof value === 'object' && value !== null && mark in value && 'run' in value && typeof value.run === 'function'
  )
}
