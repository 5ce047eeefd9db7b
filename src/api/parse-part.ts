import * as z from 'zod'
import { Fault, type Finding } from '../core/fault.ts'
import { nearestName } from '../core/near-name.ts'

type Part = 'parameter' | 'body'
type Issue = z.core.$ZodIssue

/**
 * What the schema makes of one part of a request; undefined without a schema.
 * Throws `API_PARAMETER_INVALID` or `API_BODY_INVALID` with one finding for each problem.
 */
export function parsePart<S extends z.ZodType>(schema: S | undefined, raw: unknown, part: Part): z.output<S> {
  if (schema === undefined) return undefined as z.output<S>
  const parsed = schema.safeParse(raw)
  if (parsed.success) return parsed.data
  const findings = parsed.error.issues.map((issue) => findingOf(issue, { schema, raw, part }))
  const [first] = findings
  const code = part === 'body' ? 'API_BODY_INVALID' : 'API_PARAMETER_INVALID'
  throw new Fault(code, first?.args ?? {}, { findings })
}

function findingOf(issue: Issue, about: { schema: z.ZodType; raw: unknown; part: Part }): Finding {
  const met = valueAt(about.raw, issue.path)
  const problem = problemOf(issue, met)
  const hint = hintFor(issue, about.schema)
  const repair = hint === undefined ? {} : { hint }
  if (about.part === 'body') {
    const path = ['body', ...issue.path.map(String)].join('.')
    return { code: 'API_BODY_INVALID', level: 'error', args: { path, problem, ...repair } }
  }
  const unknown = issue.code === 'unrecognized_keys' ? issue.keys[0] : undefined
  const name = unknown ?? issue.path.map(String).join('.')
  const text = unknown === undefined ? problem : 'is not known'
  return { code: 'API_PARAMETER_INVALID', level: 'error', args: { name, problem: text, ...repair } }
}

type ProblemTable = { readonly [C in Issue['code']]?: (issue: Extract<Issue, { code: C }>, met: unknown) => string }

const problems: ProblemTable = {
  invalid_type: ({ expected }, met) =>
    met === undefined
      ? 'is missing'
      : `is ${described(met)}, not ${expected === 'int' ? 'a whole number' : `of type ${expected}`}`,
  invalid_value: ({ values }, met) => `is ${described(met)}, not one of ${values.map(String).join(', ')}`,
  invalid_union: (_issue, met) => `is ${described(met)}, which is of a wrong type`,
  invalid_key: (issue) => {
    const [inner] = issue.issues
    return inner === undefined
      ? 'has an invalid name'
      : `has an invalid name: it ${problemOf(inner, issue.path.at(-1))}`
  },
  unrecognized_keys: ({ keys }) => `has the unknown key ${keys.join(', ')}`,
  too_big: ({ origin, maximum }, met) => tooMuch(origin, 'more than', { limit: maximum, met }),
  too_small: ({ origin, minimum }, met) => tooMuch(origin, 'less than', { limit: minimum, met }),
}

function problemOf(issue: Issue, met: unknown): string {
  const say = problems[issue.code] as ((issue: Issue, met: unknown) => string) | undefined
  return say === undefined ? issue.message : say(issue, met)
}

function tooMuch(origin: string, direction: string, { limit, met }: { limit: number | bigint; met: unknown }): string {
  if (origin === 'string') return `has ${direction} ${limit} characters`
  return origin === 'array' ? `has ${direction} ${limit} entries` : `is ${described(met)}, ${direction} ${limit}`
}

function hintFor(issue: Issue, schema: z.ZodType): string | undefined {
  if (issue.code !== 'unrecognized_keys' || issue.path.length > 0 || !(schema instanceof z.ZodObject)) return undefined
  const known = Object.keys(schema.shape)
  const near = nearestName(issue.keys[0] ?? '', known)
  return near === undefined ? `Use only ${known.join(', ')}` : `Did you mean ${near}?`
}

function valueAt(raw: unknown, path: readonly PropertyKey[]): unknown {
  let value = raw
  for (const key of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    value = (value as Record<PropertyKey, unknown>)[key]
  }
  return value
}

function described(value: unknown): string {
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object' && value !== null) return 'an object'
  const text = JSON.stringify(value) ?? 'missing'
  return text.length <= 60 ? text : `${text.slice(0, 57)}…`
}
