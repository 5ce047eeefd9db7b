import { Fault } from '../core/fault.ts'
import type { Job, JobError } from '../core/job.ts'
import { isTerminal } from '../core/status.ts'
import type { EnginePorts } from './engine-ports.ts'

const maxConflicts = 5

/**
 * Ends a job that cannot be planned any more, with the reason, so that nothing hangs in silence. An ended or unknown job
 * stays as it is. Open steps are skipped; results that still come in change nothing (P7).
 */
export async function failJob(
  ports: Pick<EnginePorts, 'store' | 'clock' | 'log'>,
  jobId: string,
  reason: unknown,
): Promise<void> {
  const error = errorOf(reason)
  ports.log('error', `job fails: ${error.message}`, { jobId, code: error.code })
  for (let conflicts = 0; conflicts < maxConflicts; conflicts++) {
    const job = await ports.store.loadJob(jobId)
    if (job === undefined || isTerminal(job.status)) return
    if (await ports.store.saveJob(failed(job, error, ports.clock.now()))) return
  }
  throw new Fault('STORE_CONFLICT', { jobId, attempts: maxConflicts }, { retryable: true })
}

function failed(job: Job, error: JobError, now: number): Job {
  const { wakeAt: _wake, ...ended } = job
  const cause = { kind: 'jobFailed' as const, code: error.code }
  const steps = job.steps.map((step) =>
    isTerminal(step.status) ? step : { ...step, status: 'skipped' as const, cause, finishedAt: now },
  )
  return { ...ended, steps, status: 'failed', error, finishedAt: now, updatedAt: now, version: job.version + 1 }
}

function errorOf(reason: unknown): JobError {
  if (!(reason instanceof Fault))
    return { code: 'INTERNAL', message: new Fault('INTERNAL', { problem: String(reason) }).message }
  return { code: reason.code, message: reason.message, ...(reason.hint === undefined ? {} : { hint: reason.hint }) }
}
