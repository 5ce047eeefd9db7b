import * as z from 'zod'
import type { JsonObject } from '../core/json.ts'
import type { LoadedAgent } from './load-agent.ts'

/** What can be said of an agent's results before there is one. */
export type OutputSchema =
  /** JSON Schema (draft-07). A part that no JSON Schema can say (a transform, a refinement) is left open. */
  | { readonly kind: 'schema'; readonly schema: JsonObject }
  /** The agent has none. */
  | { readonly kind: 'none' }
  | { readonly kind: 'unreadable'; readonly name: string; readonly problem: string }

/** The schema that results have passed when they are recorded: of several the one that is applied last. */
export function outputSchemaOf({ outputSchemas }: LoadedAgent): OutputSchema {
  const last = outputSchemas.at(-1)
  if (last === undefined) return { kind: 'none' }
  const { name, schema } = last
  if (!('_zod' in schema)) return { kind: 'unreadable', name, problem: 'it was not made by zod 4' }
  try {
    return { kind: 'schema', schema: z.toJSONSchema(schema, options) as JsonObject }
  } catch (thrown) {
    // An early version of zod 4 leaves to the schema what ours asks it for.
    const problem = thrown instanceof Error ? (thrown.message.split('\n', 1)[0] ?? '') : String(thrown)
    return { kind: 'unreadable', name, problem }
  }
}

const options: z.core.ToJSONSchemaParams = {
  target: 'draft-07',
  io: 'output',
  // A result is written as JSON, which has no dates.
  unrepresentable: ({ zodSchema }) =>
    zodSchema._zod.def.type === 'date' ? { type: 'string', format: 'date-time' } : 'any',
}
