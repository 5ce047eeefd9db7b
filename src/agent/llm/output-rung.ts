/**
 * How a model is brought to give structured output, the strongest rung first:
 * `forcedTool` it must call the tool `answer`; `tool` it is told to; `json` it is told to write JSON.
 *
 * 1. On every rung the schema decides; what does not match is asked for again, `reasks` times in all.
 * 2. A rung is left downwards only, when the model refuses a forced tool.
 */
import * as z from 'zod'
import { Fault } from '../../core/fault.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { ModelTool } from '../../ports/model-client.ts'
import { describeIssues } from '../schema-issues.ts'

export type OutputRung = 'forcedTool' | 'tool' | 'json'

export const answerTool = 'answer'

/** What a model is to give, and what it gave. */
export interface OutputGoal {
  readonly schema: z.ZodType
  readonly jsonSchema: JsonObject
  /** Tools take objects only: anything else travels as `value`. */
  readonly isWrapped: boolean
  readonly reasks: number
  readonly model: string
  asked: number
  found?: { readonly value: unknown }
}

const jsonSchemas = new WeakMap<z.ZodType, JsonObject>()

export function outputGoal(schema: z.ZodType, reasks: number, model: string): OutputGoal {
  const jsonSchema =
    jsonSchemas.get(schema) ?? (z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonObject)
  jsonSchemas.set(schema, jsonSchema)
  return { schema, jsonSchema, isWrapped: jsonSchema.type !== 'object', reasks, model, asked: 1 }
}

/** What is said to the model beside the author's instructions. */
export function outputInstruction({ jsonSchema }: OutputGoal, rung: OutputRung): string {
  if (rung !== 'json')
    return `Give your result by calling the tool ${answerTool}, once, when you have it. Do not write it as text.`
  return `Write your result as one JSON value that matches this JSON Schema, and nothing else:\n${JSON.stringify(jsonSchema)}`
}

/** The tool whose call is the result; a call that does not match is answered with what is wrong. */
export function outputTool(goal: OutputGoal): ModelTool {
  const { jsonSchema, isWrapped } = goal
  const inputSchema = isWrapped
    ? { type: 'object', properties: { value: jsonSchema }, required: ['value'] }
    : jsonSchema
  return {
    name: answerTool,
    description: 'Takes your result. Call it once, when you are done.',
    inputSchema,
    async call(input) {
      const problem = await accept(goal, isWrapped ? ((input as JsonObject)?.value ?? null) : input)
      if (problem === undefined) return { content: 'Taken', ends: true }
      askAgain(goal, problem)
      return { content: `The result does not match: ${problem}. Call ${answerTool} again, corrected.`, failed: true }
    },
  }
}

/** Takes the JSON in a text, code fences and words around it aside. Says what is wrong with it. */
export async function acceptText(goal: OutputGoal, text: string): Promise<string | undefined> {
  const fenced = /```(?:json)?\s*([\s\S]*?)```/.exec(text)?.[1] ?? text
  const start = fenced.search(/[[{"\d-]|true|false|null/)
  try {
    return await accept(goal, JSON.parse(fenced.slice(Math.max(0, start)).trim()) as JsonValue)
  } catch (thrown) {
    if (thrown instanceof SyntaxError) return 'it is no JSON'
    throw thrown
  }
}

/** Counts one more ask, or throws `MODEL_OUTPUT_INVALID` when there were enough. */
export function askAgain(goal: OutputGoal, problem: string): void {
  const { asked: asks, reasks, model } = goal
  if (asks > reasks) throw new Fault('MODEL_OUTPUT_INVALID', { model, asks, problem }, { retryable: false })
  goal.asked += 1
}

async function accept(goal: OutputGoal, value: JsonValue): Promise<string | undefined> {
  const parsed = await goal.schema.safeParseAsync(value)
  if (!parsed.success) return describeIssues(parsed.error.issues)
  goal.found = { value: parsed.data }
  return undefined
}
