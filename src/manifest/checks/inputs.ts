import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import { nearestName } from '../../core/near-name.ts'
import type { InputPath } from '../../rules/condition-facts.ts'
import { own } from '../agent-settings.ts'
import type { PlacedRule, PlacedWorkflow } from '../compile-workflow.ts'
import type { Path } from '../source.ts'
import type { Context } from './context.ts'
import type { Reading } from './expressions.ts'
import { checkInputSchema } from './input-schema.ts'

interface RuleReading {
  readonly rule: PlacedRule
  readonly reading: Reading
}

/** What rules read of a job's input, against the workflow's input schema. */
export function checkInputs(workflow: PlacedWorkflow, readings: readonly RuleReading[], context: Context): void {
  const schema = workflow.written.input_schema as JsonObject | undefined
  if (schema !== undefined) checkInputSchema(schema, [...workflow.path, 'input_schema'], context)
  for (const { rule, reading } of readings) {
    for (const input of reading.inputs) checkKnown(input, { rule, schema: schema ?? {}, context })
    if (rule.whenFalse.length > 0) checkRequired(rule, reading.inputs, { schema: schema ?? {}, context })
  }
}

/** With `else`, a missing path decides as surely as a present one: the author should know. One warning a rule. */
function checkRequired(rule: PlacedRule, inputs: readonly InputPath[], { schema, context }: SchemaContext): void {
  const optional = inputs.filter(({ keys }) => keys.length > 0 && !isRequired(keys, schema))
  if (optional.length === 0) return
  const { draft, report } = context
  const args = { rule: rule.rule.name, paths: optional.map(({ path }) => path).join(', ') }
  report.warning('MANIFEST_INPUT_OPTIONAL', draft.source.valueAt([...rule.path, 'condition']), args)
}

interface SchemaContext {
  readonly schema: JsonObject
  readonly context: Context
}

function isRequired(path: Path, schema: JsonObject): boolean {
  let at: JsonValue | undefined = schema
  for (const key of path) {
    if (!isJsonObject(at) || !Array.isArray(at.required) || !at.required.includes(key)) return false
    at = propertiesOf(at)[key]
  }
  return true
}

/** A closed schema that does not know the key is an error, a near known key in an open one a warning. */
function checkKnown(input: InputPath, { rule, schema, context }: SchemaContext & { rule: PlacedRule }): void {
  const unknown = unknownKey(input.keys, schema)
  if (unknown === undefined) return
  const { draft, report } = context
  const at = draft.source.insideAt([...rule.path, 'condition'], input.span)
  const near =
    unknown.near === undefined ? {} : { near: inputText([...input.keys.slice(0, unknown.index), unknown.near]) }
  const args = { path: inputText(input.keys.slice(0, unknown.index + 1)), ...near }
  if (unknown.closed) report.error('MANIFEST_INPUT_UNKNOWN', at, args)
  else if (unknown.near !== undefined) report.warning('MANIFEST_INPUT_UNKNOWN', at, args)
}

interface UnknownKey {
  readonly index: number
  /** Whether the schema allows no other keys. */
  readonly closed: boolean
  readonly near: string | undefined
}

function unknownKey(keys: Path, schema: JsonObject): UnknownKey | undefined {
  let at: JsonValue | undefined = schema
  for (const [index, key] of keys.entries()) {
    if (!isJsonObject(at) || typeof key !== 'string') return undefined
    const properties = propertiesOf(at)
    const closed = at.additionalProperties === false && at.patternProperties === undefined
    at = own(properties, key)
    if (at === undefined) return { index, closed, near: nearestName(key, Object.keys(properties)) }
  }
  return undefined
}

function propertiesOf(schema: JsonObject): JsonObject {
  return isJsonObject(schema.properties) ? schema.properties : {}
}

function inputText(path: Path): string {
  return path.reduce<string>((text, key) => (typeof key === 'number' ? `${text}[${key}]` : `${text}.${key}`), 'input')
}
