import type { Job } from '../../api/contract.ts'
import { formatDurationMs } from '../../core/duration.ts'
import { Fault } from '../../core/fault.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { sayNext } from '../run-command.ts'
import { followJob } from './follow-job.ts'
import type { JobViewer } from './job-viewer.ts'
import type { JobsRun } from './open-jobs.ts'

export interface Watching {
  readonly jobId: string
  readonly viewer: JobViewer
  /** Absent: as long as it takes. */
  readonly timeoutMs?: number
  /** The runtime ends with this command, and the job with it: nothing is said of its going on. */
  readonly endsWithJob?: true
}

/**
 * Shows a job until it ended, and answers it; undefined when somebody pressed Ctrl-C: the job goes on, and that is said.
 * Throws the fault `CLI_WAIT_TIMED_OUT`.
 */
export async function watchToEnd(
  run: JobsRun,
  { jobId, viewer, timeoutMs, endsWithJob }: Watching,
): Promise<Job | undefined> {
  const timeout = timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)
  const signal = timeout === undefined ? run.signal : AbortSignal.any([run.signal, timeout])
  const { withEvents, silence } = viewer
  try {
    let last: Job | undefined
    for await (const news of followJob({ client: run.client, jobId, signal, withEvents, onSilence: silence })) {
      viewer.show(news)
      last = news.job
    }
    return last
  } catch (thrown) {
    if (timeout?.aborted === true) {
      throw new Fault('CLI_WAIT_TIMED_OUT', { jobId, timeout: formatDurationMs(timeoutMs ?? 0) })
    }
    if (!run.signal.aborted) throw thrown
    viewer.close()
    if (endsWithJob !== true) sayItGoesOn(run, jobId)
    return undefined
  } finally {
    viewer.close()
  }
}

function sayItGoesOn(run: JobsRun, jobId: string): void {
  run.output.stderr.write(`Job ${jobId} goes on\n`)
  sayNext(run.output, [
    [`troupe jobs watch ${jobId}${run.sameRuntime}`, 'watch it again'],
    [`troupe jobs cancel ${jobId}${run.sameRuntime}`, 'stop it'],
  ])
}

/** A watching command ends by the job's end. */
export function exitCodeOfJob(job: Job | undefined): ExitCode {
  if (job === undefined) return exitCodes.interrupted
  return job.status === 'completed' ? exitCodes.ok : exitCodes.failed
}

/** What to do about an ended job. */
export function sayNextOfEnded(run: JobsRun, { jobId, status, error, createdAt }: Job): void {
  if (status === 'completed') {
    sayNext(run.output, [[`troupe jobs get ${jobId} --results${run.sameRuntime}`, 'every step with its output']])
    return
  }
  const explain = [`troupe jobs explain ${jobId}${run.sameRuntime}`, 'why each rule and step went as it did'] as const
  const rerun = [`troupe jobs rerun ${jobId}${run.sameRuntime}`, 'again, from what failed'] as const
  const logs = [`troupe logs --job ${jobId} --since ${createdAt}${run.sameRuntime}`, 'what its agents said'] as const
  // The log of a runtime that an address names is on its machine.
  const further = run.stage === undefined ? [rerun] : [logs, rerun]
  // The same rules choose nothing again for the same input.
  sayNext(run.output, error?.code === 'PLAN_EMPTY' ? [explain] : [explain, ...further])
}
