import type { Definition, StepTemplate } from '../core/definition.ts'
import type { Job } from '../core/job.ts'
import type { JsonValue } from '../core/json.ts'
import { decide } from './decide.ts'
import { workflowOf } from './draft.ts'
import { reasonOfVerdict } from './explain.ts'

/** What an input would do; nothing is saved or started. */
export interface PlanPreview {
  readonly workflow: string
  readonly rules: readonly RulePreview[]
  /** Whether every rule is decided by the input alone. */
  readonly complete: boolean
  /** Steps that run at most, whatever the results will be. */
  readonly worstCaseSteps: number
  /** Why the job would fail at once. */
  readonly error?: { readonly code: string; readonly message: string; readonly hint?: string }
}

export interface RulePreview {
  readonly name: string
  readonly condition: string
  /** null: decided later, by results. */
  readonly verdict: boolean | null
  readonly reason: string
  /** Of the branch that is taken; for an open verdict those of `then`. */
  readonly steps: readonly StepPreview[]
  /** Only for an open verdict: what runs instead if it becomes false. */
  readonly otherwise?: readonly StepPreview[]
}

export interface StepPreview {
  readonly name: string
  readonly kind: 'agent' | 'wait'
  readonly agent?: string
  readonly waitMs?: number
  readonly needs: readonly string[]
  readonly when?: string
}

/** Throws the fault `WORKFLOW_NOT_FOUND`. */
export function previewPlan(definition: Definition, workflowName: string, input: JsonValue): PlanPreview {
  const workflow = workflowOf(definition, workflowName)
  const { job } = decide(definition, imaginedJob(definition, workflowName, input), {
    now: 0,
    input,
    results: new Map(),
    random: () => 0,
    token: () => '',
  })
  const rules = workflow.rules.map((rule, index) => {
    const decision = job.rules[index] ?? { verdict: null }
    const taken = decision.verdict === false ? rule.whenFalse : rule.whenTrue
    const open =
      decision.verdict === null && rule.whenFalse.length > 0 ? { otherwise: rule.whenFalse.map(previewStep) } : {}
    const reason = decision.verdict === null ? 'decided later, by results' : reasonOfVerdict(rule, decision)
    return {
      name: rule.name,
      condition: rule.condition,
      verdict: decision.verdict,
      reason,
      steps: taken.map(previewStep),
      ...open,
    }
  })
  return {
    workflow: workflowName,
    rules,
    complete: rules.every((rule) => rule.verdict !== null),
    worstCaseSteps: rules.reduce((sum, rule) => sum + Math.max(rule.steps.length, rule.otherwise?.length ?? 0), 0),
    ...(job.error === undefined ? {} : { error: job.error }),
  }
}

function previewStep(template: StepTemplate): StepPreview {
  const { name, work, needs, when } = template
  return { name, needs, ...work, ...(when === undefined ? {} : { when }) }
}

function imaginedJob(definition: Definition, workflow: string, input: JsonValue): Job {
  return {
    format: 1,
    jobId: 'preview',
    tenant: 'preview',
    workflow,
    definitionHash: definition.hash,
    status: 'pending',
    version: 1,
    epoch: 1,
    input: { json: input, bytes: 0 },
    payloadHash: '',
    labels: {},
    priority: 'normal',
    createdAt: 0,
    updatedAt: 0,
    stepsStarted: 0,
    rules: [],
    steps: [],
    earlierEpochs: [],
  }
}
