import type { Command } from '../../src/core/command.ts'
import type { Definition } from '../../src/core/definition.ts'
import type { Job } from '../../src/core/job.ts'
import type { JsonValue } from '../../src/core/json.ts'
import type { Step, StepError } from '../../src/core/step.ts'
import { decide } from '../../src/planner/decide.ts'
import type { AttemptEnd, Evidence } from '../../src/planner/evidence.ts'
import { fold } from '../../src/planner/fold.ts'
import { aJob } from '../builders.ts'

/** A job that is planned by hand: no store, no queue, a clock that the test turns. */
export class PlannedJob {
  job: Job
  now = 1_000_000
  /** Every command so far. */
  readonly commands: Command[] = []
  readonly #definition: Definition
  readonly #outputs = new Map<string, JsonValue>()
  readonly #input: JsonValue

  constructor(definition: Definition, input: JsonValue = {}, overrides: Partial<Job> = {}) {
    this.#definition = definition
    this.#input = input
    const [workflow = 'default'] = Object.keys(definition.workflows)
    const bytes = JSON.stringify(input).length
    this.job = aJob({ workflow, definitionHash: definition.hash, input: { json: input, bytes }, ...overrides })
  }

  /** Folds the evidence in, decides, and takes the decision for saved and carried out. */
  decide(evidence: readonly Evidence[] = []): this {
    const known = { now: this.now, input: this.#input, results: this.#outputs, random: () => 0.5, token: () => 'token' }
    const decision = decide(this.#definition, fold(this.job, evidence), known)
    if (decision.wants.length > 0) throw new Error(`the test keeps all outputs, but ${decision.wants} is wanted`)
    this.job = decision.job
    this.commands.push(...decision.commands)
    return this
  }

  complete(stepId: string, output: JsonValue = {}): this {
    this.#outputs.set(stepId, output)
    return this.decide([this.evidence(stepId, { kind: 'completed', result: this.#result(stepId) })])
  }

  fail(stepId: string, error: Partial<StepError> = {}): this {
    return this.decide([
      this.evidence(stepId, { kind: 'failed', error: { code: 'STEP_FAILED', message: 'broke', ...error } }),
    ])
  }

  interrupt(stepId: string): this {
    return this.decide([this.evidence(stepId, { kind: 'interrupted' })])
  }

  after(ms: number): this {
    this.now += ms
    return this.decide()
  }

  /** Evidence about the step's present attempt. */
  evidence(stepId: string, end: AttemptEnd): Evidence {
    return { stepId, epoch: this.job.epoch, attempt: this.step(stepId).attempt, at: this.now, end }
  }

  step(stepId: string): Step {
    const step = this.job.steps.find((candidate) => candidate.stepId === stepId)
    if (step === undefined) throw new Error(`no step ${stepId} in ${this.job.steps.map((one) => one.stepId)}`)
    return step
  }

  /** `a:completed b:running`, in plan order. */
  get steps(): string {
    return this.job.steps.map((step) => `${step.stepId}:${step.status}`).join(' ')
  }

  get running(): string[] {
    return this.job.steps.filter((step) => step.status === 'running').map((step) => step.stepId)
  }

  #result(stepId: string) {
    const { agent = '', attempt } = this.step(stepId)
    return { agent, epoch: this.job.epoch, attempt, bytes: 2 }
  }
}
