/**
 * What a job's input and outputs should be, and which steps should fail, for the job to come to a goal.
 *
 * 1. The wishes come in order of importance: those of the goal and of what leads to it first, then verdicts drawn for
 *    the other conditions, so that a wish that contradicts an earlier one can be left out.
 * 2. A rule or step is wanted one way only, the first.
 * 3. It promises nothing: agents may be unable to give such a value.
 */
import type { Definition, StepTemplate, Workflow } from '../core/definition.ts'
import { type Wish, wishesFor } from '../rules/wishes.ts'
import { conditionOf, readsOf } from './conditions.ts'
import { fallbackOf, type Goal, placesOf, type StepPlace } from './goals.ts'
import { agentOf, baseOfTemplate } from './result-names.ts'

export type { Wish } from '../rules/wishes.ts'

export interface Aim {
  readonly wishes: readonly Wish[]
  /** Names of step templates, and their agents, which should fail for good. */
  readonly failing: ReadonlyMap<string, string>
}

export interface Aiming {
  readonly definition: Definition
  readonly workflow: Workflow
  /** Absent: verdicts are drawn for all conditions. */
  readonly goal?: Goal
  /** A draw from [0, 1). */
  random(): number
}

export function takeAim(aiming: Aiming): Aim {
  const aim: Wanted = { ...aiming, wishes: [], failing: new Map(), verdicts: new Map(), steps: new Set() }
  if (aiming.goal !== undefined) wantGoal(aim, aiming.goal)
  for (const rule of shuffled(aiming.workflow.rules.keys(), aiming.random)) wantAnything(aim, rule)
  return aim
}

interface Wanted extends Aiming {
  readonly wishes: Wish[]
  readonly failing: Map<string, string>
  /** By rule. */
  readonly verdicts: Map<number, boolean>
  readonly steps: Set<StepTemplate>
}

function wantGoal(aim: Wanted, goal: Goal): void {
  if (goal.kind === 'rule') return wantRule(aim, goal.rule, goal.verdict)
  if (goal.kind === 'fallback') {
    wantFailure(aim, goal.template)
    return wantStep(aim, goal)
  }
  aim.steps.add(goal.template)
  wantWhen(aim, goal, goal.runs)
  wantBefore(aim, goal)
}

function wantRule(aim: Wanted, index: number, verdict: boolean): void {
  const rule = aim.workflow.rules[index]
  if (rule === undefined || aim.verdicts.has(index)) return
  aim.verdicts.set(index, verdict)
  wantVerdict(aim, rule.condition, verdict)
  const before = aim.workflow.rules.slice(0, index).flatMap((_, earlier) => placesOf(aim.workflow, earlier))
  for (const name of readsOf(aim.definition, aim.workflow, rule.condition)) wantAnswer(aim, name, before)
}

function wantStep(aim: Wanted, place: StepPlace): void {
  if (aim.steps.has(place.template)) return
  aim.steps.add(place.template)
  wantWhen(aim, place, true)
  wantBefore(aim, place)
}

/** The step's branch, and the steps it needs. */
function wantBefore(aim: Wanted, place: StepPlace): void {
  wantRule(aim, place.rule, place.branch)
  const { needs, join } = place.template
  if (join === 'settled') return
  for (const other of branchOf(aim, place)) if (needs.includes(other.template.name)) wantStep(aim, other)
}

function wantWhen(aim: Wanted, place: StepPlace, runs: boolean): void {
  const { when } = place.template
  if (when === undefined) return
  wantVerdict(aim, when, runs)
  const before = aim.workflow.rules.slice(0, place.rule).flatMap((_, earlier) => placesOf(aim.workflow, earlier))
  const beside = branchOf(aim, place).filter(({ template }) => template !== place.template)
  for (const name of readsOf(aim.definition, aim.workflow, when)) wantAnswer(aim, name, [...before, ...beside])
}

function wantVerdict({ definition, workflow, wishes, random }: Wanted, text: string, verdict: boolean): void {
  wishes.push(...wishesFor(conditionOf(definition, workflow, text), verdict, random))
}

/** Wants one of the steps that `results.<name>` can stand for. */
function wantAnswer(aim: Wanted, name: string, places: readonly StepPlace[]): void {
  const answering = places.filter(({ template }) => answersTo(aim.definition, template, name))
  const [place] = shuffled(answering, aim.random)
  const failing = places.filter(({ template }) =>
    namesOfAgent(aim, fallbackOf(aim.definition, template)).includes(name),
  )
  const [fallen] = shuffled(failing, aim.random)
  if (place !== undefined) wantStep(aim, place)
  else if (fallen !== undefined) {
    wantFailure(aim, fallen.template)
    wantStep(aim, fallen)
  }
}

function wantFailure({ failing }: Wanted, { name, work }: StepTemplate): void {
  if (work.kind === 'agent') failing.set(name, work.agent)
}

function answersTo(definition: Definition, template: StepTemplate, name: string): boolean {
  const base = baseOfTemplate(template)
  const isNumbered = name.startsWith(`${base}-`) && /^\d+$/.test(name.slice(base.length + 1))
  const agent = template.work.kind === 'agent' ? template.work.agent : undefined
  return isNumbered || [template.name, base, ...namesOfAgent({ definition }, agent)].includes(name)
}

function namesOfAgent({ definition }: Pick<Wanted, 'definition'>, agent: string | undefined): string[] {
  return agent === undefined ? [] : [agent, agentOf(definition, agent)?.alias ?? agent]
}

function branchOf({ workflow }: Wanted, { rule, branch }: StepPlace): StepPlace[] {
  return placesOf(workflow, rule).filter((place) => place.branch === branch)
}

/** True more often than false: what stands behind it is seen more often then. */
const trueShare = 0.6

function wantAnything(aim: Wanted, rule: number): void {
  if (!aim.verdicts.has(rule)) {
    aim.verdicts.set(rule, true)
    wantVerdict(aim, aim.workflow.rules[rule]?.condition ?? 'always', aim.random() < trueShare)
  }
  for (const { template } of placesOf(aim.workflow, rule)) {
    if (template.when === undefined || aim.steps.has(template)) continue
    wantVerdict(aim, template.when, aim.random() < trueShare)
  }
}

function shuffled<T>(items: Iterable<T>, random: () => number): T[] {
  return [...items]
    .map((item) => ({ item, order: random() }))
    .sort((a, b) => a.order - b.order)
    .map(({ item }) => item)
}
