import { optional, withoutZeros } from './compact-slot.ts'
import type { RuleDecision } from './job.ts'
import type { JsonValue } from './json.ts'

/** A rule's decision by position (see `compact-slot.ts`); 0 alone: not decided yet. */
export type CompactRule =
  | 0
  | readonly [
      /** From createdAt. */
      decidedAt?: number,
      outcome?: number,
      /** Path, value, path, value ... */
      read?: readonly JsonValue[] | 0,
      missing?: readonly string[] | 0,
      problem?: string | 0,
    ]

const outcomes = [
  { verdict: true, planned: true },
  { verdict: false, planned: true },
  { verdict: true, planned: false },
  { verdict: false, planned: false },
] as const

export function compactRule(rule: RuleDecision, createdAt: number): CompactRule {
  if (rule.verdict === null) return 0
  const { verdict, planned, decidedAt, read, missing, problem } = rule
  const tuple: Exclude<CompactRule, 0> = [
    decidedAt - createdAt,
    outcomes.findIndex((outcome) => outcome.verdict === verdict && outcome.planned === planned),
    read.length === 0 ? 0 : read.flat(1),
    missing.length === 0 ? 0 : missing,
    problem ?? 0,
  ]
  return withoutZeros(tuple)
}

export function expandRule(rule: CompactRule, createdAt: number): RuleDecision {
  if (rule === 0) return { verdict: null }
  const [decidedAt = 0, outcome = 0, read = 0, missing = 0, problem = 0] = rule
  return {
    ...(outcomes[outcome] ?? outcomes[0]),
    decidedAt: createdAt + decidedAt,
    read: read === 0 ? [] : readings(read),
    missing: missing === 0 ? [] : missing,
    ...optional('problem', problem === 0 ? undefined : problem),
  }
}

function readings(flat: readonly JsonValue[]): [path: string, value: JsonValue][] {
  const paths = flat.filter((_, index) => index % 2 === 0)
  return paths.map((path, index) => [String(path), flat[index * 2 + 1] ?? null])
}
