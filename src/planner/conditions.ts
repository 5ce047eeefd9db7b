import type { Definition, Workflow } from '../core/definition.ts'
import { Fault } from '../core/fault.ts'
import { getOrInsert } from '../core/get-or-insert.ts'
import type { JsonValue } from '../core/json.ts'
import { type Condition, checkCondition, evaluateCondition } from '../rules/condition.ts'
import type { Draft } from './draft.ts'
import { baseOfTemplate, stepNamed } from './result-names.ts'

export type Answer =
  | { readonly kind: 'value'; readonly value: boolean; readonly read: Readings; readonly missing: readonly string[] }
  /** It reads outputs that were not loaded; the draft says which. */
  | { readonly kind: 'wanting' }
  | { readonly kind: 'typeError'; readonly message: string; readonly hint: string | undefined }

export type Readings = readonly (readonly [path: string, value: JsonValue])[]

/** Evaluates a condition of the draft's workflow on the job's input and the outputs loaded so far. */
export function answerTo(draft: Draft, text: string): Answer {
  const { condition, reads } = compiled(draft.definition, draft.workflow, text)
  const results: Record<string, JsonValue> = {}
  let wanting = false
  for (const name of reads) {
    const step = stepNamed(name, draft.steps, draft.definition)
    if (step === undefined || step.kind !== 'agent') continue
    const output = draft.known.results.get(step.stepId)
    if (output === undefined) {
      draft.wants.add(step.stepId)
      wanting = true
    } else results[name] = output
  }
  if (wanting) return { kind: 'wanting' }
  try {
    return { kind: 'value', ...evaluateCondition(condition, { input: draft.known.input, results }) }
  } catch (error) {
    if (!(error instanceof Fault) || error.code !== 'RULE_TYPE_ERROR') throw error
    return { kind: 'typeError', message: error.message, hint: error.hint }
  }
}

/** The names after `results.` that the condition reads. */
export function readsOf(definition: Definition, workflow: Workflow, text: string): readonly string[] {
  return compiled(definition, workflow, text).reads
}

/** A condition of the workflow as it was checked. */
export function conditionOf(definition: Definition, workflow: Workflow, text: string): Condition {
  return compiled(definition, workflow, text).condition
}

/** Every name that may follow `results.` in a workflow: its agents, their aliases, its steps, also the numbered ones. */
export function conditionNames(definition: Definition, workflow: Workflow): readonly string[] {
  return getOrInsert(names, workflow, () => namesIn(definition, workflow))
}

/** A workflow belongs to one definition, and never changes. */
const names = new WeakMap<Workflow, readonly string[]>()

function namesIn(definition: Definition, workflow: Workflow): string[] {
  const agents = Object.values(definition.agents).flatMap((agent) => [agent.name, agent.alias ?? agent.name])
  const templates = workflow.rules.flatMap((rule) => [...rule.whenTrue, ...rule.whenFalse])
  const counts = new Map<string, number>()
  const numbered = templates.map((template) => {
    const base = baseOfTemplate(template)
    const count = (counts.get(base) ?? 0) + 1
    counts.set(base, count)
    return `${base}-${count}`
  })
  return [...new Set([...agents, ...templates.map(({ name }) => name), ...numbered])]
}

interface Compiled {
  readonly condition: Condition
  readonly reads: readonly string[]
}

const cache = new WeakMap<Workflow, Map<string, Compiled>>()

function compiled(definition: Definition, workflow: Workflow, text: string): Compiled {
  const known = getOrInsert(cache, workflow, () => new Map<string, Compiled>())
  return getOrInsert(known, text, () => compile(definition, workflow, text))
}

function compile(definition: Definition, workflow: Workflow, text: string): Compiled {
  const { condition, findings, reads } = checkCondition(text, { names: conditionNames(definition, workflow) })
  if (condition !== undefined) return { condition, reads }
  throw new Fault('INTERNAL', {
    problem: `condition \`${text}\` of a checked definition is not valid: ${findings[0]?.code}`,
  })
}
