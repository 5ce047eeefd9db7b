import { type AgentDefinition, maxStepsPerJob, type Rule, type Workflow } from '../core/definition.ts'
import { parseDurationMs } from '../core/duration.ts'
import type { JsonObject } from '../core/json.ts'
import type { Draft } from './check-schema.ts'
import { compileGraph, compileList, type PlacedStep } from './compile-steps.ts'
import type { RuleDocument, WorkflowDocument } from './schema/workflow.ts'
import type { Path } from './source.ts'

export interface PlacedRule {
  readonly rule: Rule
  readonly path: Path
  readonly written: RuleDocument
  readonly whenTrue: readonly PlacedStep[]
  readonly whenFalse: readonly PlacedStep[]
}

export interface PlacedWorkflow {
  readonly name: string
  readonly path: Path
  readonly written: WorkflowDocument
  readonly rules: readonly PlacedRule[]
  /** False when a part of it had to be left out: then nothing can be said about what never runs. */
  readonly intact: boolean
}

type Agents = Readonly<Record<string, AgentDefinition>>

/** `orchestration` as `default`, then `workflows`. */
export function placeWorkflows(draft: Draft, agents: Agents): PlacedWorkflow[] {
  const { orchestration, workflows } = draft.manifest
  const written: [string, Path, WorkflowDocument][] = [['default', ['orchestration'], orchestration ?? {}]]
  for (const [name, workflow] of Object.entries(workflows ?? {})) {
    if (name !== 'default') written.push([name, ['workflows', name], workflow])
  }
  return written.map(([name, path, workflow]) => {
    const rules = placeRules(workflow, { path, agents })
    return { name, path, written: workflow, rules, intact: !draft.isDamaged(path) }
  })
}

export function workflowOf({ name, written, rules }: PlacedWorkflow): Workflow {
  const deadlineMs = parseDurationMs(written.deadline)
  const usd = written.budget?.usd
  return {
    name,
    budgetSteps: written.budget?.steps ?? maxStepsPerJob,
    ...(usd === undefined ? {} : { budgetMicroUsd: Math.ceil(usd * 1_000_000) }),
    onEmpty: written.on_empty ?? 'fail',
    rules: rules.map(({ rule }) => rule),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(written.input_schema === undefined ? {} : { inputSchema: written.input_schema as JsonObject }),
  }
}

interface Surroundings {
  readonly path: Path
  readonly agents: Agents
}

function placeRules(workflow: WorkflowDocument, { path, agents }: Surroundings): PlacedRule[] {
  const written = workflow.selection_rules ?? []
  if (written.length === 0) return [everyWorker(workflow, { path, agents })]
  // Only `parallel` frees the entries of one rule from each other; rules themselves are always taken in order.
  const ordered = workflow.strategy !== 'parallel'
  return written.map((rule, index) => {
    const at = [...path, 'selection_rules', index]
    const list = (key: 'agents' | 'else') => compileList(rule[key] ?? [], { path: [...at, key], ordered, agents })
    const graph = compileGraph(rule.steps ?? {}, { path: [...at, 'steps'], ordered, agents })
    const whenTrue = rule.agents === undefined ? graph : list('agents')
    return placeRule(rule, { path: at, index, whenTrue, whenFalse: list('else') })
  })
}

/** Without rules: all workers, one after the other in file order, or at once. */
function everyWorker(workflow: WorkflowDocument, { path, agents }: Surroundings): PlacedRule {
  const workers = workersOf(agents)
  const ordered = workflow.strategy === 'sequential'
  const steps = compileList(workers, { path: ['agents'], ordered, agents })
  const whenTrue = steps.map((step, index) => {
    const place = ['agents', workers[index] ?? '']
    return { ...step, path: place, agentPath: place }
  })
  return placeRule({ name: 'all' }, { path, index: 0, whenTrue, whenFalse: [] })
}

/** What an orchestrator lists as `invoke_…` is all that it starts; without such a list, every worker. */
function workersOf(agents: Agents): string[] {
  const workers = Object.values(agents).filter(({ type }) => type === 'worker')
  const invoked = Object.values(agents)
    .filter(({ type }) => type === 'orchestrator')
    .flatMap(({ tools }) => tools.filter((tool) => tool.startsWith('invoke_')))
  return workers.map(({ name }) => name).filter((name) => invoked.length === 0 || invoked.includes(`invoke_${name}`))
}

interface Branches {
  readonly path: Path
  readonly index: number
  readonly whenTrue: readonly PlacedStep[]
  readonly whenFalse: readonly PlacedStep[]
}

function placeRule(written: RuleDocument, { path, index, whenTrue, whenFalse }: Branches): PlacedRule {
  const rule: Rule = {
    name: written.name ?? `rule-${index + 1}`,
    condition: typeof written.condition === 'string' ? written.condition : 'always',
    onTypeError: written.on_error ?? 'fail',
    whenTrue: whenTrue.map(({ template }) => template),
    whenFalse: whenFalse.map(({ template }) => template),
  }
  return { rule, path, written, whenTrue, whenFalse }
}
