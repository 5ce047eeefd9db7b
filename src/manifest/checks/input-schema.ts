import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import { valueAtPath } from '../describe.ts'
import type { Path } from '../source.ts'
import type { Context } from './context.ts'

/** What the shape of an input schema does not show: references that lead nowhere, patterns, keywords without effect. */
export function checkInputSchema(schema: JsonObject, path: Path, { draft, report }: Context): void {
  for (const { at, problem } of problemsIn(schema, schema, [])) {
    report.error('MANIFEST_INPUT_SCHEMA', draft.source.valueAt([...path, ...at]), { problem })
  }
}

interface SchemaProblem {
  readonly at: Path
  readonly problem: string
}

function* problemsIn(node: JsonValue, root: JsonObject, at: Path): Generator<SchemaProblem> {
  if (!isJsonObject(node)) return
  for (const [keyword, check] of Object.entries(keywords)) {
    const value = Object.hasOwn(node, keyword) ? node[keyword] : undefined
    const problem = value === undefined ? undefined : check(value, node, root)
    if (problem !== undefined) yield { at: [...at, keyword], problem }
  }
  for (const [child, childAt] of childrenOf(node)) yield* problemsIn(child, root, [...at, ...childAt])
}

type Check = (value: JsonValue, node: JsonObject, root: JsonObject) => string | undefined

const keywords: Readonly<Record<string, Check>> = {
  $ref: (value, _node, root) => referenceProblem(String(value), root),
  pattern: (value) => patternProblem(String(value)),
  patternProperties: (value) =>
    Object.keys(value ?? {})
      .map(patternProblem)
      .find((problem) => problem !== undefined),
  if: (_, node) => ('then' in node || 'else' in node ? undefined : 'if has no effect without then or else'),
  additionalItems: (_, node) =>
    Array.isArray(node.items) ? undefined : 'additionalItems has no effect unless items is a list of schemas',
}

/** References stay within the schema: `#`, `#/definitions/row`; one that leads back to itself would never end. */
function referenceProblem(reference: string, root: JsonObject): string | undefined {
  const seen = new Set<JsonValue>()
  let target = targetOf(reference, root)
  while (isJsonObject(target) && typeof target.$ref === 'string' && !seen.has(target)) {
    seen.add(target)
    target = targetOf(target.$ref, root)
  }
  if (isJsonObject(target) && seen.has(target)) return `${reference} leads back to itself`
  return isJsonObject(target) || typeof target === 'boolean' ? undefined : `${reference} leads nowhere in it`
}

function targetOf(reference: string, root: JsonObject): JsonValue | undefined {
  if (reference === '#') return root
  if (!reference.startsWith('#/')) return undefined
  try {
    return valueAtPath(root, reference.slice(2).split('/').map(pointerKey))
  } catch {
    return undefined // not the escape of a character
  }
}

function pointerKey(key: string): string {
  return decodeURIComponent(key).replaceAll('~1', '/').replaceAll('~0', '~')
}

function patternProblem(pattern: string): string | undefined {
  try {
    new RegExp(pattern, 'u')
    return undefined
  } catch (error) {
    return error instanceof Error ? error.message : String(error)
  }
}

const single = [
  'additionalProperties',
  'propertyNames',
  'items',
  'additionalItems',
  'contains',
  'not',
  'if',
  'then',
  'else',
]
const listed = ['items', 'allOf', 'anyOf', 'oneOf']
const mapped = ['properties', 'patternProperties', 'definitions']

/** The schemas right below one. */
function childrenOf(node: JsonObject): [JsonValue, Path][] {
  const children: [JsonValue, Path][] = single.map((key) => [node[key] ?? null, [key]])
  for (const key of listed) {
    const list = node[key]
    if (Array.isArray(list)) children.push(...list.map((item, index): [JsonValue, Path] => [item, [key, index]]))
  }
  for (const key of mapped) {
    for (const [name, child] of Object.entries(node[key] ?? {})) children.push([child, [key, name]])
  }
  return children
}
