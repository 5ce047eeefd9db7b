import * as z from 'zod'
import { manifestSchema } from './schema/manifest.ts'

/** JSON Schema (draft-07) of agents.yaml, for editors. It knows shapes; names, cycles and conditions are checked by `validate`. */
export function manifestJsonSchema(): Record<string, unknown> {
  const { $schema, ...schema } = z.toJSONSchema(manifestSchema, { target: 'draft-7', io: 'input', reused: 'ref' })
  return { $schema, title: 'agents.yaml of Troupe', ...schema }
}
