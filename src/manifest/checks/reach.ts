import type { StepTemplate } from '../../core/definition.ts'
import type { PlacedStep } from '../compile-steps.ts'
import type { Context } from './context.ts'

/**
 * Steps that can never run because steps they need never do.
 * @param neverRun steps known to be skipped always, with the reason
 */
export function checkReach(
  branch: readonly PlacedStep[],
  neverRun: Map<string, string>,
  { draft, report }: Context,
): void {
  if (neverRun.size === 0) return
  for (let before = -1; before !== neverRun.size; ) {
    before = neverRun.size
    addBlocked(branch, neverRun)
  }
  for (const { template, path } of branch) {
    const reason = neverRun.get(template.name)
    if (reason === undefined) continue
    report.error('MANIFEST_STEP_UNREACHABLE', draft.source.keyAt([...path, 'when']), { step: template.name, reason })
  }
}

function addBlocked(branch: readonly PlacedStep[], neverRun: Map<string, string>): void {
  for (const { template } of branch) {
    const reason = neverRun.has(template.name) ? undefined : blockedBy(template, neverRun)
    if (reason !== undefined) neverRun.set(template.name, reason)
  }
}

function blockedBy({ join, needs }: StepTemplate, neverRun: ReadonlyMap<string, string>): string | undefined {
  const never = needs.filter((need) => neverRun.has(need))
  const left = needs.length - never.length
  if (never.length === 0 || join === 'settled') return undefined
  const needed = join === 'all' ? needs.length : join === 'any' ? 1 : join.atLeast
  return left < needed ? `it needs ${never.join(', ')}` : undefined
}
