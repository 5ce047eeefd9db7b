import type { ErrorArgs } from '../core/errors/catalogue.ts'
import type { Span } from '../core/fault.ts'
import { nearestName } from '../core/near-name.ts'
import { functions } from './functions.ts'
import type { Path, PathKey } from './syntax.ts'
import { type ConditionFinding, errorAt } from './syntax-problem.ts'

/** The roots of S1. `prev_step` is another name for `results` (S16). */
export const roots: readonly string[] = ['input', 'results', 'prev_step']

/** What a path is checked against, and what the check collects. */
export interface PathCheck {
  readonly roots: readonly string[]
  /** What may follow `results.` and `prev_step.`. */
  readonly names: readonly string[]
  readonly findings: ConditionFinding[]
  /** Each name whose result is read, once, in order; all of them where `results` is read as a whole. */
  readonly reads: string[]
}

/** Collects a finding for an unknown root or name, and the names that are read. */
export function checkPath(check: PathCheck, { root, keys, start }: Path): void {
  if (!check.roots.includes(root)) {
    const repair = rootRepair(check, root, keys.length === 0)
    reportName(check, { start, end: start + root.length }, { name: root, ...repair })
  } else if (root !== 'input' && roots.includes(root)) checkName(check, keys[0])
}

/** @param first key after `results`; absent: every name is read */
function checkName(check: PathCheck, first: PathKey | undefined): void {
  const { names, reads } = check
  const name = String(first?.key)
  // Asked of each path of a file with a thousand names: it must not walk them in JavaScript.
  const isKnown = names.includes(name)
  const read = first === undefined ? names : isKnown ? [name] : []
  for (const each of read) if (!reads.includes(each)) reads.push(each)
  if (first !== undefined && !isKnown) reportName(check, first, { name, ...nearTo(name, names) })
}

function reportName({ findings }: PathCheck, span: Span, args: ErrorArgs): void {
  findings.push(errorAt(span, 'RULE_UNKNOWN_NAME', args))
}

function rootRepair({ roots: known, names }: PathCheck, root: string, isBare: boolean): ErrorArgs {
  if (names.includes(root)) return { near: `results.${root}` }
  const near = nearTo(root, isBare ? [...known, 'always', 'true', 'false', 'null'] : known)
  if (near !== undefined) return near
  if (!isBare) return { hint: `Start with one of ${known.join(', ')}` }
  if (functions.has(root)) return { hint: `Write ${root}(...)` }
  return { hint: `Write '${root}' if it is text (text needs quotes), input.${root} if it is a value of the job` }
}

/** For the catalogue's "did you mean". */
export function nearTo(name: string, known: Iterable<string>): { readonly near: string } | undefined {
  const near = nearestName(name, known)
  return near === undefined ? undefined : { near }
}
