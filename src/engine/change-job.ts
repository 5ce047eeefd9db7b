/** What people do to a job: marks and reruns, saved before they are acknowledged (P13), then hinted to the planner. */
import { Fault } from '../core/fault.ts'
import type { Job } from '../core/job.ts'
import { isTerminal } from '../core/status.ts'
import { markCancelled, markPaused, markResumed } from '../planner/mark-job.ts'
import { rerunJob } from '../planner/rerun-job.ts'
import { definitionOf } from './definitions.ts'
import type { EnginePorts } from './engine-ports.ts'

/** Idempotent. Throws the faults `JOB_NOT_FOUND`, `JOB_TERMINAL`, `STORE_CONFLICT`, and those of the store. */
export async function cancelJob(ports: EnginePorts, who: JobOwner): Promise<Job> {
  return await changeJob(ports, who, (job) => markCancelled(openJob(job), ports.clock.now()))
}

/** Nothing starts any more until it is resumed; running attempts finish. As `cancelJob` otherwise. */
export async function pauseJob(ports: EnginePorts, who: JobOwner): Promise<Job> {
  return await changeJob(ports, who, (job) => markPaused(openJob(job), ports.clock.now()))
}

export async function resumeJob(ports: EnginePorts, who: JobOwner): Promise<Job> {
  return await changeJob(ports, who, (job) => markResumed(openJob(job), ports.clock.now()))
}

/**
 * Starts the next epoch of an ended job. Of two at once one wins; the other finds the job running.
 * Throws the faults `JOB_NOT_FOUND`, `JOB_NOT_TERMINAL`, `JOB_STEP_UNKNOWN`, `DEFINITION_MISSING`, `STORE_CONFLICT`.
 */
export async function rerunEndedJob(ports: EnginePorts, who: JobOwner, fromStep?: string): Promise<Job> {
  return await changeJob(ports, who, async (job) => {
    if (!isTerminal(job.status)) throw new Fault('JOB_NOT_TERMINAL', { jobId: job.jobId, status: job.status })
    const definition = await definitionOf(ports.store, job)
    const request = { now: ports.clock.now(), ...(fromStep === undefined ? {} : { fromStep }) }
    return rerunJob(definition, job, request)
  })
}

export interface JobOwner {
  readonly jobId: string
  /** A job of another tenant is not found. */
  readonly tenant: string
}

/** Throws the fault `JOB_NOT_FOUND`, also for a job of another tenant. */
export async function loadOwnJob(ports: Pick<EnginePorts, 'store'>, { jobId, tenant }: JobOwner): Promise<Job> {
  const job = await ports.store.loadJob(jobId)
  if (job === undefined || job.tenant !== tenant) throw new Fault('JOB_NOT_FOUND', { jobId })
  return job
}

const maxConflicts = 10

async function changeJob(ports: EnginePorts, who: JobOwner, change: (job: Job) => Job | Promise<Job>): Promise<Job> {
  for (let conflicts = 0; conflicts < maxConflicts; conflicts++) {
    const job = await loadOwnJob(ports, who)
    const changed = await change(job)
    const next = changed === job ? job : { ...changed, version: job.version + 1, updatedAt: ports.clock.now() }
    if (next !== job && !(await ports.store.saveJob(next))) continue
    await ports.queue.send([{ kind: 'job.changed', jobId: who.jobId }])
    return next
  }
  throw new Fault('STORE_CONFLICT', { jobId: who.jobId, attempts: maxConflicts }, { retryable: true })
}

function openJob(job: Job): Job {
  if (isTerminal(job.status)) throw new Fault('JOB_TERMINAL', { jobId: job.jobId, status: job.status })
  return job
}
