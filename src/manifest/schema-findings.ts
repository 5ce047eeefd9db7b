import type * as z from 'zod'
import type { ErrorArgs, ErrorCode } from '../core/errors/catalogue.ts'
import type { Finding } from '../core/fault.ts'
import type { JsonValue } from '../core/json.ts'
import { nearestName } from '../core/near-name.ts'
import { describeValue, pathText, placeName, valueAtPath } from './describe.ts'
import { keyRepair, projectHint, quotesHint, typeHint } from './repairs.ts'
import { nearArgs } from './report.ts'
import type { Refusal } from './schema/scalars.ts'
import type { Path, Source } from './source.ts'

type Issue = z.core.$ZodIssue

/** What zod refused, and the paths that a check of the rest must not read. */
export interface SchemaResult {
  readonly findings: readonly Finding[]
  readonly damaged: readonly Path[]
}

/**
 * Makes findings of zod's issues. A failed union is told by its nearest branch, so that one wrong key in a step is one
 * finding and not nine.
 */
export function schemaFindings({ issues }: Pick<z.core.$ZodError, 'issues'>, source: Source): SchemaResult {
  const findings: Finding[] = []
  const damaged: Path[] = []
  for (const issue of issues) {
    for (const flat of flatten(issue, [])) {
      findings.push(...findingsOf(flat, source))
      damaged.push(...damagedBy(flat))
    }
  }
  return { findings, damaged }
}

/** Passed to zod as its error map: the only moment at which an issue knows its schema, and so the keys that exist. */
export function knownKeys(issue: z.core.$ZodRawIssue): string | undefined {
  if (issue.code !== 'unrecognized_keys') return undefined
  const definition: unknown = issue.inst?._zod.def
  if (typeof definition !== 'object' || definition === null || !('shape' in definition)) return undefined
  return Object.keys(definition.shape as object).join(' ')
}

interface FlatIssue {
  readonly issue: Issue
  readonly path: Path
  /** Type names of the branches, when none fitted. */
  readonly expected?: string
}

function flatten(issue: Issue, above: Path): FlatIssue[] {
  const path = [...above, ...issue.path.map((key) => (typeof key === 'symbol' ? String(key) : key))]
  if (issue.code !== 'invalid_union') return [{ issue, path }]
  const branches = issue.errors.filter((branch) => branch.length > 0)
  const fitting = branches.filter((branch) => !branch.some(isRootMismatch))
  if (fitting.length === 0) return [{ issue, path, expected: expectedOf(branches.flat()) }]
  const nearest = fitting.reduce((best, branch) => (costOf(branch) < costOf(best) ? branch : best))
  return withSharedKeys(nearest, fitting.flat()).flatMap((nested) => flatten(nested, path))
}

function isRootMismatch(issue: Issue): boolean {
  return issue.path.length === 0 && issue.code === 'invalid_type'
}

function costOf(branch: readonly Issue[]): number {
  return branch.reduce((sum, issue) => sum + (issue.code === 'unrecognized_keys' ? 3 * issue.keys.length : 1), 0)
}

/** In `{ sequentail: [a] }` the mistyped key is the mistake, not the missing one, whichever branch came nearest. */
function withSharedKeys(branch: readonly Issue[], all: readonly Issue[]): readonly Issue[] {
  const known = all.filter((issue) => issue.code === 'unrecognized_keys').map((issue) => issue.message)
  const hasUnknown = branch.some((issue) => issue.code === 'unrecognized_keys')
  return branch
    .filter((issue) => !(hasUnknown && issue.path.length === 1 && isMissing(issue)))
    .map((issue) => (issue.code === 'unrecognized_keys' ? { ...issue, message: known.join(' ') } : issue))
}

function isMissing(issue: Issue): boolean {
  return issue.code === 'invalid_type' && issue.input === undefined
}

function expectedOf(issues: readonly Issue[]): string {
  const types = issues.flatMap((issue) => {
    if (issue.code === 'invalid_type') return [typeName(issue.expected)]
    return issue.code === 'invalid_value' ? issue.values.map(String) : []
  })
  return [...new Set(types)].join(' or ')
}

const typeNames: Record<string, string> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'a map',
  record: 'a map',
  null: 'null',
}

function typeName(expected: string): string {
  return typeNames[expected] ?? expected
}

function damagedBy({ issue, path }: FlatIssue): Path[] {
  return issue.code === 'unrecognized_keys' ? issue.keys.map((key) => [...path, key]) : [path]
}

function findingsOf(flat: FlatIssue, source: Source): Finding[] {
  const { issue, path } = flat
  if (issue.code === 'unrecognized_keys') return unknownKeys(issue.keys, issue.message.split(' '), { path, source })
  const value = valueAtPath(source.document, path)
  if (value === undefined) {
    const args = { where: placeName(path.slice(0, -1)), key: String(path.at(-1)), ...projectHint(path) }
    return [{ code: 'MANIFEST_MISSING_KEY', level: 'error', at: source.keyAt(path.slice(0, -1)), args }]
  }
  const at = issue.code === 'invalid_key' ? source.keyAt(path) : source.valueAt(path)
  // As it stands there: 1.10 as a value is 1.1.
  const met = typeof value === 'number' ? source.writtenAt(path) : describeValue(value)
  const [code, args] = wordingOf(flat, value, met)
  return [{ code, level: 'error', at, args: { path: pathText(path), met, ...args } }]
}

/** Beyond so many the map is another one, not a mistyped one; and a suggestion costs. */
const maxSuggestions = 50

interface Spot {
  readonly path: Path
  readonly source: Source
}

function unknownKeys(keys: readonly string[], known: readonly string[], { path, source }: Spot): Finding[] {
  return keys.map((key, index) => {
    const repair = index < maxSuggestions ? keyRepair(key, known) : {}
    const args = { key, where: placeName(path), ...repair }
    return { code: 'MANIFEST_UNKNOWN_KEY', level: 'error', at: source.keyAt([...path, key]), args }
  })
}

function wordingOf({ issue, path, expected }: FlatIssue, value: JsonValue, met: string): [ErrorCode, ErrorArgs] {
  switch (issue.code) {
    case 'invalid_type':
      return [
        'MANIFEST_TYPE',
        { expected: typeName(issue.expected), ...typeHint(issue.expected, value, met), ...projectHint(path) },
      ]
    case 'invalid_union':
      return ['MANIFEST_TYPE', { expected: expected ?? 'a known form' }]
    case 'invalid_value': {
      const allowed = issue.values.map(String)
      const hint = allowed.includes(String(value)) ? { hint: quotesHint(met) } : {}
      return [
        'MANIFEST_VALUE',
        { allowed: allowed.join(', '), ...nearArgs(nearestName(String(value), allowed)), ...hint },
      ]
    }
    case 'invalid_key':
      return ['MANIFEST_NAME', { met: String(path.at(-1)), path: 'A key', rule: issue.issues[0]?.message ?? '' }]
    case 'invalid_format':
      return ['MANIFEST_NAME', { rule: issue.format === 'regex' ? issue.message : `a valid ${issue.format}` }]
    case 'too_small':
      return [
        'MANIFEST_RANGE',
        { limit: `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin)}` },
      ]
    case 'too_big':
      return ['MANIFEST_RANGE', { limit: `at most ${issue.maximum}${unitOf(issue.origin)}` }]
    case 'custom':
      return [refusalOf(issue).code, { limit: refusalOf(issue).limit }]
    default:
      return ['MANIFEST_TYPE', { expected: issue.message }]
  }
}

function refusalOf(issue: z.core.$ZodIssueCustom): Refusal {
  return (issue.params ?? { code: 'MANIFEST_RANGE', limit: issue.message }) as unknown as Refusal
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters'
  return origin === 'array' ? ' entries' : ''
}
