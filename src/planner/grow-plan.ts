/** Decides the rules that can be decided, in order, and adds the steps of their branches to the plan. */
import type { Rule, StepTemplate } from '../core/definition.ts'
import type { RuleDecision } from '../core/job.ts'
import type { Step } from '../core/step.ts'
import { type Answer, answerTo, type Readings, readsOf } from './conditions.ts'
import { addSteps, changeJob, type Draft, isOpen, putRule } from './draft.ts'
import { baseOfTemplate } from './result-names.ts'

/**
 * A rule that reads only `input` is decided at once, one that reads results when every rule before it is in the plan
 * and its steps are terminal (P11); each once per epoch (P10). Branches join the plan in the order of the rules, so
 * that step ids do not depend on timing.
 */
export function growPlan(draft: Draft): void {
  for (const [index, rule] of draft.workflow.rules.entries()) {
    const decided = draft.rules[index] ?? { verdict: null }
    if (decided.verdict === null && mayDecide(draft, index, rule)) decideRule(draft, index, rule)
    if (draft.job.error !== undefined) return
    addBranch(draft, index, rule)
  }
}

function mayDecide(draft: Draft, index: number, rule: Rule): boolean {
  if (readsOf(draft.definition, draft.workflow, rule.condition).length === 0) return true
  return allPlannedBefore(draft, index) && !draft.steps.some(isOpen)
}

function allPlannedBefore(draft: Draft, index: number): boolean {
  return draft.rules.slice(0, index).every(isPlanned) && draft.rules.length >= index
}

function isPlanned(decision: RuleDecision): boolean {
  return decision.verdict !== null && decision.planned
}

function decideRule(draft: Draft, index: number, rule: Rule): void {
  const answer = answerTo(draft, rule.condition)
  if (answer.kind === 'wanting') return
  if (answer.kind === 'typeError' && rule.onTypeError === 'fail') return failOnType(draft, rule, answer)
  const decidedAt = draft.known.now
  if (answer.kind === 'typeError') {
    return putRule(draft, index, {
      verdict: false,
      decidedAt,
      read: [],
      missing: [],
      planned: false,
      problem: answer.message,
    })
  }
  putRule(draft, index, {
    verdict: answer.value,
    decidedAt,
    read: answer.read.map(briefReading),
    missing: answer.missing,
    planned: false,
  })
}

/** The job item stays small: of a large value the verdict keeps only how large it was. */
const maxReadingLength = 200

function briefReading([path, value]: Readings[number]): Readings[number] {
  const length = JSON.stringify(value).length
  if (length <= maxReadingLength) return [path, value]
  return [
    path,
    `${Array.isArray(value) ? 'a list' : typeof value === 'string' ? 'a text' : 'a map'} of ${length} characters`,
  ]
}

function failOnType(draft: Draft, rule: Rule, answer: Answer & { kind: 'typeError' }): void {
  const hint = answer.hint === undefined ? {} : { hint: answer.hint }
  changeJob(draft, { error: { code: 'RULE_TYPE_ERROR', message: `Rule ${rule.name}: ${answer.message}`, ...hint } })
}

function addBranch(draft: Draft, index: number, rule: Rule): void {
  const decision = draft.rules[index]
  if (decision === undefined) draft.rules[index] = { verdict: null }
  if (decision === undefined || decision.verdict === null || decision.planned || !allPlannedBefore(draft, index)) return
  putRule(draft, index, { ...decision, planned: true })
  const branch = decision.verdict ? rule.whenTrue : rule.whenFalse
  const freeId = idGiver(draft.steps)
  const ids = new Map(branch.map((template) => [template.name, freeId(baseOfTemplate(template))]))
  addSteps(
    draft,
    branch.map((template) => newStep(template, index, ids)),
  )
}

/** Gives `reporter`, then `reporter-2`, `reporter-3` … : what no step has and it did not give before. */
function idGiver(steps: readonly Step[]): (name: string) => string {
  const taken = new Set(steps.map(({ stepId }) => stepId))
  const counts = new Map<string, number>()
  return (name) => {
    let count = counts.get(name) ?? 1
    const id = (): string => (count === 1 ? name : `${name}-${count}`)
    while (taken.has(id())) count += 1
    taken.add(id())
    counts.set(name, count)
    return id()
  }
}

function newStep(template: StepTemplate, rule: number, ids: ReadonlyMap<string, string>): Step {
  const { work } = template
  return {
    stepId: ids.get(template.name) ?? template.name,
    rule,
    template: template.name,
    kind: work.kind,
    ...(work.kind === 'agent' ? { agent: work.agent } : {}),
    needs: template.needs.map((need) => ids.get(need) ?? need),
    join: template.join,
    status: 'pending',
    attempt: 0,
    failures: 0,
    crashes: 0,
    interruptions: 0,
  }
}
