import type { Job } from '../../src/core/job.ts'
import type { AttemptResult } from '../../src/core/result.ts'
import type { Step } from '../../src/core/step.ts'
import { jobChanges } from '../../src/planner/job-changes.ts'
import type { JobEvent } from '../../src/planner/job-events.ts'
import { aClaim } from '../builders.ts'
import { PlannedJob } from './planned-job.ts'

/** A job whose saves are watched, and whose attempts are claimed at once and recorded when they end. */
export class WatchedJob extends PlannedJob {
  /** What was told of all saves so far. */
  readonly told: JobEvent[] = []
  readonly #results = new Map<string, AttemptResult>()
  #saved: Job | undefined

  get results(): readonly AttemptResult[] {
    return [...this.#results.values()]
  }

  /** Does it, saves the job if it changed, and answers what is told of that. */
  save(act: () => void): readonly JobEvent[] {
    act()
    if (this.job === this.#saved) return []
    const told = jobChanges(this.#saved, this.job)
    this.#saved = this.job
    this.told.push(...told)
    for (const step of this.job.steps) if (step.kind === 'agent' && step.status === 'running') this.#claim(step)
    return told
  }

  /** As a person changes it. */
  change(set: (job: Job, now: number) => Job): void {
    this.job = set(this.job, this.now)
  }

  record(stepId: string, status: 'completed' | 'failed'): void {
    const key = this.#keyOf(this.step(stepId))
    const claim = this.#results.get(key)
    if (claim !== undefined) this.#results.set(key, { ...claim, status, finishedAt: this.now })
  }

  #claim(step: Step): void {
    const { stepId, agent = '', attempt } = step
    const key = this.#keyOf(step)
    if (this.#results.has(key)) return
    const claim = aClaim({ stepId, agent, attempt, epoch: this.job.epoch, startedAt: this.now })
    this.#results.set(key, { ...claim, status: 'running' })
  }

  #keyOf({ stepId, attempt }: Step): string {
    return `${stepId} ${this.job.epoch} ${attempt}`
  }
}
