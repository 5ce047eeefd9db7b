import type { ErrorArgs } from '../core/errors/catalogue.ts'
import type { Span } from '../core/fault.ts'
import { nearestName } from '../core/near-name.ts'
import { functionNames } from './functions.ts'
import type { Path } from './syntax.ts'
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

/** Collects a finding for an unknown root or name. */
export function checkPath(check: PathCheck, path: Path): void {
  if (!check.roots.includes(path.root)) return reportRoot(check, path)
  if (path.root !== 'results' && path.root !== 'prev_step') return
  const [first] = path.keys
  if (first === undefined) return noteReads(check, check.names)
  const name = String(first.key)
  if (typeof first.key === 'string' && check.names.includes(name)) return noteReads(check, [name])
  reportName(check, first, { name, ...nearArgs(name, check.names) })
}

function noteReads(check: PathCheck, names: readonly string[]): void {
  for (const name of names) if (!check.reads.includes(name)) check.reads.push(name)
}

function reportRoot(check: PathCheck, { root, keys, start }: Path): void {
  const span = { start, end: start + root.length }
  reportName(check, span, { name: root, ...rootRepair(check, { root, isBare: keys.length === 0 }) })
}

function rootRepair(check: PathCheck, { root, isBare }: { root: string; isBare: boolean }): ErrorArgs {
  if (check.names.includes(root)) return { near: `results.${root}` }
  const words = isBare ? ['always', 'true', 'false', 'null'] : []
  const near = nearestName(root, [...check.roots, ...words])
  if (near !== undefined) return { near }
  if (!isBare) return { hint: `Start the path with one of ${check.roots.join(', ')}` }
  if (functionNames.includes(root)) return { hint: `Call it with its arguments: ${root}(...)` }
  return { hint: `Write '${root}' if it is text (text needs quotes), input.${root} if it is a value of the job` }
}

function nearArgs(name: string, known: readonly string[]): ErrorArgs {
  const near = nearestName(name, known)
  return near === undefined ? {} : { near }
}

function reportName(check: PathCheck, span: Span, args: ErrorArgs): void {
  check.findings.push(errorAt(span, 'RULE_UNKNOWN_NAME', args))
}
