import { Fault } from '../core/fault.ts'
import type { Job, JobError } from '../core/job.ts'
import { isTerminal } from '../core/status.ts'
import type { EnginePorts } from './engine-ports.ts'
import { attemptKey } from './gather-evidence.ts'

const maxConflicts = 5

/**
 * Ends a job that cannot be planned any more, with the reason, so that nothing hangs in silence. An ended or unknown job
 * stays as it is. Open steps are skipped; results that still come in change nothing (P7). A job that fills its record so
 * that its end has no room loses what only explained it.
 */
export async function failJob(
  ports: Pick<EnginePorts, 'store' | 'invoker' | 'clock' | 'log'>,
  jobId: string,
  reason: unknown,
): Promise<void> {
  const error = errorOf(reason)
  ports.log('error', `job fails: ${error.message}`, { jobId, code: error.code })
  for (let conflicts = 0; conflicts < maxConflicts; conflicts++) {
    const job = await ports.store.loadJob(jobId)
    if (job === undefined || isTerminal(job.status)) return
    if (await saveEnd(ports.store, failed(job, error, ports.clock.now()))) return await abortRunning(ports, job)
  }
  throw new Fault('STORE_CONFLICT', { jobId, attempts: maxConflicts }, { retryable: true })
}

async function saveEnd(store: EnginePorts['store'], job: Job): Promise<boolean> {
  try {
    return await store.saveJob(job)
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code !== 'STORE_TOO_LARGE') throw thrown
    return await store.saveJob(withoutExplanations(job))
  }
}

/** Without the values that its rules read and, but for their beginning, what the errors of its steps say. */
function withoutExplanations(job: Job): Job {
  return {
    ...job,
    rules: job.rules.map((rule) => (rule.verdict === null ? rule : { ...rule, read: [] })),
    steps: job.steps.map(({ error, ...step }) =>
      error === undefined ? step : { ...step, error: { ...error, message: error.message.slice(0, 50) } },
    ),
  }
}

/** Their results do not count any more: they may as well stop. */
async function abortRunning(ports: Pick<EnginePorts, 'invoker'>, job: Job): Promise<void> {
  const running = job.steps.filter(({ status, kind }) => status === 'running' && kind === 'agent')
  await Promise.all(running.map((step) => ports.invoker.abort(attemptKey(job, step))))
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
    return { code: 'INTERNAL', message: new Fault('INTERNAL', { problem: String(reason).slice(0, 300) }).message }
  return { code: reason.code, message: reason.message, ...(reason.hint === undefined ? {} : { hint: reason.hint }) }
}
