import { Fault } from '../core/fault.ts'
import type { JsonObject, JsonValue } from '../core/json.ts'
import { checkPath, type PathCheck, roots } from './check-path.ts'
import { renderPath, walk } from './path.ts'
import { type ConditionFinding, errorAt, findingOf } from './syntax-problem.ts'
import { fallbackValue, parseTemplate, type Slot, type TemplatePart, wholeSlot } from './template.ts'
import { typeOf } from './value-type.ts'

/**
 * `with:` of agents.yaml: any JSON value, in whose strings `${{ path }}` stands for a value of the job.
 *
 * 1. A string that is one slot becomes the value, with its type; in mixed text a slot takes scalars only.
 * 2. Values are put in once: a `${{` inside an input or an output stays text.
 * 3. A missing path is a fault, unless the slot has a default (`${{ path ?? null }}`). Null is a value, not missing.
 *
 * Only paths stand in slots: no operators, no functions. Keys of maps are never templates, and there is no escape:
 * a literal `${{` comes in as a value.
 */

/** What paths start from: the job's input, results by agent name or step id, and names of the place (`region` of a map). */
export interface MappingData extends JsonObject {
  readonly input: JsonValue
  readonly results: JsonObject
}

/** A finding in one string of a mapping. The span is an offset into that string. */
interface MappingFinding extends ConditionFinding {
  /** From the template to the string. */
  readonly path: readonly (string | number)[]
}

export interface CheckedMapping {
  readonly findings: readonly MappingFinding[]
  /** The names after `results.` and `prev_step.`, once each, in order. */
  readonly reads: readonly string[]
}

/**
 * Checks a mapping as written in agents.yaml. Findings: `MAPPING_SYNTAX` (one a string), `MAPPING_NOT_SCALAR` for a list
 * as default within text, `RULE_UNKNOWN_NAME`.
 * @param known `names`: what may follow `results.` and `prev_step.`; `locals`: roots beside `input` and `results`
 */
export function checkMapping(
  template: JsonValue,
  known: { readonly names: readonly string[]; readonly locals?: readonly string[] },
): CheckedMapping {
  const findings: MappingFinding[] = []
  const reads: string[] = []
  const allRoots = [...roots, ...(known.locals ?? [])]
  for (const { path, text } of stringsIn(template)) {
    const check: PathCheck = { roots: allRoots, names: known.names, findings: [], reads }
    if (text === undefined) check.findings.push(tooDeep)
    else checkString(check, text)
    for (const finding of check.findings) findings.push({ ...finding, path })
  }
  return { findings, reads }
}

/**
 * The template with every slot filled in. Throws the faults `MAPPING_MISSING`, naming the path, and
 * `MAPPING_NOT_SCALAR`; `MAPPING_SYNTAX` only for a template that was never checked.
 */
export function resolveMapping(template: JsonValue, data: MappingData): JsonValue {
  if (typeof template === 'string') return resolveString(template, data)
  if (typeof template !== 'object' || template === null) return template
  if (Array.isArray(template)) return template.map((item: JsonValue) => resolveMapping(item, data))
  return Object.fromEntries(Object.entries(template).map(([key, item]) => [key, resolveMapping(item, data)]))
}

const maxDepth = 32

const tooDeep = errorAt({ start: 0, end: 0 }, 'MAPPING_SYNTAX', {
  problem: `it is nested deeper than ${maxDepth} levels`,
})

interface Place {
  readonly path: readonly (string | number)[]
  /** Absent: what stands here is nested too deep. */
  readonly text?: string
}

function stringsIn(template: JsonValue, path: Place['path'] = []): Place[] {
  if (typeof template === 'string') return [{ path, text: template }]
  if (typeof template !== 'object' || template === null) return []
  if (path.length === maxDepth) return [{ path }]
  if (Array.isArray(template)) return template.flatMap((item: JsonValue, index) => stringsIn(item, [...path, index]))
  return Object.entries(template).flatMap(([key, item]) => stringsIn(item, [...path, key]))
}

function checkString(check: PathCheck, text: string): void {
  let parts: readonly TemplatePart[]
  try {
    parts = parseTemplate(text)
  } catch (error) {
    check.findings.push(findingOf(error, 'MAPPING_SYNTAX'))
    return
  }
  for (const part of parts) {
    if (typeof part === 'string') continue
    checkPath(check, part.path)
    if (part.fallback?.kind !== 'list' || wholeSlot(parts) !== undefined) continue
    const args = { path: `the default of ${renderPath(part.path)}`, type: 'list' }
    check.findings.push(errorAt(part.fallback, 'MAPPING_NOT_SCALAR', args))
  }
}

function resolveString(text: string, data: MappingData): JsonValue {
  const parts = readChecked(text)
  const whole = wholeSlot(parts)
  if (whole !== undefined) return resolveSlot(whole, data)
  return parts.map((part) => (typeof part === 'string' ? part : scalarText(part, resolveSlot(part, data)))).join('')
}

function readChecked(text: string): readonly TemplatePart[] {
  try {
    return parseTemplate(text)
  } catch (error) {
    const { args, span } = findingOf(error, 'MAPPING_SYNTAX')
    throw new Fault('MAPPING_SYNTAX', args, { at: `${span.start}-${span.end}` })
  }
}

function resolveSlot({ path, fallback }: Slot, data: MappingData): JsonValue {
  const root = path.root === 'prev_step' ? 'results' : path.root
  const from = Object.hasOwn(data, root) ? data[root] : undefined
  const value = walk(from, path.keys)
  if (value !== undefined) return value
  if (fallback !== undefined) return fallbackValue(fallback)
  const missing = renderPath(path)
  throw new Fault('MAPPING_MISSING', { path: missing, example: `\${{ ${missing} ?? null }}` })
}

/** Numbers as JSON writes them, null as `null`. */
function scalarText({ path }: Slot, value: JsonValue): string {
  if (typeof value === 'string') return value
  const type = typeOf(value)
  if (type === 'list' || type === 'map') throw new Fault('MAPPING_NOT_SCALAR', { path: renderPath(path), type })
  return JSON.stringify(value)
}
