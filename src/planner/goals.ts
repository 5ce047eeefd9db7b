import type { Definition, OnError, StepTemplate, Workflow } from '../core/definition.ts'
import { constantVerdict } from '../rules/condition-facts.ts'
import { conditionOf } from './conditions.ts'
import { agentOf } from './result-names.ts'

/** Something that a workflow can come to, and that values and failures can be chosen for. */
export type Goal =
  | { readonly kind: 'rule'; readonly rule: number; readonly verdict: boolean }
  /** The step's own `when` lets it run, or does not. */
  | (StepPlace & { readonly kind: 'when'; readonly runs: boolean })
  /** The step's agent fails for good, and another one takes over. */
  | (StepPlace & { readonly kind: 'fallback' })

/** A step template of a workflow. */
export interface StepPlace {
  readonly rule: number
  /** Whether it stands in the branch for true. */
  readonly branch: boolean
  readonly template: StepTemplate
}

/** Everything a workflow can come to, in its order. A verdict that no job can change is no goal. */
export function goalsOf(definition: Definition, workflow: Workflow): Goal[] {
  const isOpen = (text: string): boolean => constantVerdict(conditionOf(definition, workflow, text)) === undefined
  return workflow.rules.flatMap((rule, index): Goal[] => {
    const verdicts = isOpen(rule.condition) ? [true, false] : []
    return [
      ...verdicts.map((verdict): Goal => ({ kind: 'rule', rule: index, verdict })),
      ...placesOf(workflow, index).flatMap((place) => stepGoals(definition, place, isOpen)),
    ]
  })
}

/** The steps that a rule can add, of both branches. */
export function placesOf(workflow: Workflow, rule: number): StepPlace[] {
  const { whenTrue = [], whenFalse = [] } = workflow.rules[rule] ?? {}
  return [
    ...whenTrue.map((template) => ({ rule, branch: true, template })),
    ...whenFalse.map((template) => ({ rule, branch: false, template })),
  ]
}

/** The agent that takes over when the step's own has failed for good. */
export function fallbackOf(definition: Definition, { work, onError }: StepTemplate): string | undefined {
  const own: OnError | undefined =
    onError ?? (work.kind === 'agent' ? agentOf(definition, work.agent)?.onError : undefined)
  return own?.kind === 'fallback' ? own.agent : undefined
}

function stepGoals(definition: Definition, place: StepPlace, isOpen: (text: string) => boolean): Goal[] {
  const { when } = place.template
  const verdicts = when !== undefined && isOpen(when) ? [true, false] : []
  const falls = fallbackOf(definition, place.template) !== undefined
  return [
    ...verdicts.map((runs): Goal => ({ kind: 'when', ...place, runs })),
    ...(falls ? [{ kind: 'fallback', ...place } as const] : []),
  ]
}
