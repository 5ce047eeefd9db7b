import type { JsonValue } from '../../core/json.ts'
import { checkCondition } from '../../rules/condition.ts'
import { constantVerdict, type InputPath, inputPaths } from '../../rules/condition-facts.ts'
import { checkMapping } from '../../rules/mapping.ts'
import { describeValue, valueAtPath } from '../describe.ts'
import type { Path } from '../source.ts'
import type { Context } from './context.ts'

/** What a condition or mapping says about the plan; nothing when it has an error. */
export interface Reading {
  /** Names after `results.` and `prev_step.`. */
  readonly reads: readonly string[]
  readonly inputs: readonly InputPath[]
  /** The verdict when no job can change it. */
  readonly constant?: boolean
}

const nothing: Reading = { reads: [], inputs: [] }

/** Checks the condition that stands at the path; its spans become places. One that was left out is `always`. */
export function readCondition(path: Path, names: readonly string[], { draft, report }: Context): Reading {
  if (draft.isDamaged(path)) return nothing
  const written = valueAtPath(draft.source.document, path)
  if (written === undefined) return { ...nothing, constant: true }
  if (typeof written !== 'string') {
    report.error('MANIFEST_CONDITION', draft.source.valueAt(path), { met: describeValue(written), ...repair(written) })
    return nothing
  }
  const { condition, findings, reads } = checkCondition(written, { names })
  for (const { code, level, span, args } of findings) {
    const isCut = code === 'RULE_SYNTAX' && draft.source.isFollowedByComment(path)
    const hint = isCut ? { hint: 'Put the whole condition in quotes: the # begins a comment' } : {}
    report.add([{ code, level, at: draft.source.insideAt(path, span), args: { ...args, ...hint } }])
  }
  if (condition === undefined) return nothing
  const constant = constantVerdict(condition)
  return { reads, inputs: inputPaths(condition), ...(constant === undefined ? {} : { constant }) }
}

/** Checks a `with:` at the path. */
export function readMapping(path: Path, names: readonly string[], { draft, report }: Context): readonly string[] {
  const template = valueAtPath(draft.source.document, path)
  if (template === undefined || draft.isDamaged(path)) return []
  const { findings, reads } = checkMapping(template, { names })
  for (const { code, level, path: inside, span, args } of findings) {
    report.add([{ code, level, at: draft.source.insideAt([...path, ...inside], span), args }])
  }
  return reads
}

function repair(written: JsonValue): { hint?: string } {
  if (written === true) return { hint: 'Write always, or leave condition out' }
  if (written === false) return { hint: 'Remove the rule: it would never apply' }
  return { hint: 'Write a condition in quotes, such as "input.kind == \'full\'"' }
}
