import type { Workflow } from '../core/definition.ts'
import { type ModelUsage, sumUsage } from '../core/model-usage.ts'
import type { Step } from '../core/step.ts'

/**
 * What models may still cost the steps of this plan, attempts that failed included; negative when an answer overshot.
 * Undefined: the workflow has no budget in USD.
 */
export function leftMicroUsd(workflow: Workflow, steps: Iterable<Step>): ModelUsage['microUsd'] | undefined {
  const { budgetMicroUsd } = workflow
  if (budgetMicroUsd === undefined) return undefined
  const { microUsd } = sumUsage(steps) ?? { microUsd: 0 }
  return microUsd === 'unknown' ? microUsd : budgetMicroUsd - microUsd
}
