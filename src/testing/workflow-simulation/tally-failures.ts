import type { Job } from '../../core/job.ts'
import type { DrawnJob } from './draw-job.ts'
import type { FailureTally, Tally } from './tally.ts'

/** Notes how the job and its steps went wrong. */
export function addFailures(failures: Tally['failures'], { seed, input }: DrawnJob, job: Job): void {
  const note = (failure: Omit<FailureTally, 'jobs' | 'seed' | 'input'>): void => {
    const key = JSON.stringify([failure.code, failure.step])
    const known = failures.get(key)
    if (known === undefined) failures.set(key, { ...failure, seed, input, jobs: 1 })
    else known.jobs += 1
  }
  if (job.error !== undefined) {
    const { code, message, hint } = job.error
    note({ code, message, ...(hint === undefined ? {} : { hint }) })
  }
  for (const { rule, template, error, status } of job.steps) {
    if (status === 'failed' && error !== undefined)
      note({ code: error.code, message: error.message, step: { rule, template } })
  }
}
