import type { RerunRequest } from '../../api/contract.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { writeJson } from '../output.ts'
import { readInput } from '../read-input.ts'
import { sayNext } from '../run-command.ts'
import { changeJob, type JobChange, rerunJob } from './jobs-api.ts'
import type { JobsRun } from './open-jobs.ts'
import { accepted, type WaitOptions } from './submit-job.ts'

const said: Readonly<Record<JobChange, string>> = {
  cancel: 'is being cancelled: nothing new starts, running steps are told to stop',
  pause: 'is paused: running steps may finish, nothing new starts',
  resume: 'goes on',
}

export async function change(run: JobsRun, jobId: string, wanted: JobChange): Promise<ExitCode> {
  const job = await changeJob(run.client, jobId, wanted)
  if (run.output.json) writeJson(run.output, job)
  else run.output.stdout.write(`Job ${jobId} ${said[wanted]}\n`)
  const next = { cancel: ['get', 'how it ended'], pause: ['resume', 'let it go on'], resume: ['watch', 'follow it'] }
  const [command = '', purpose = ''] = next[wanted]
  sayNext(run.output, [[`troupe jobs ${command} ${jobId}${run.sameRuntime}`, purpose]])
  return exitCodes.ok
}

export interface RerunOptions extends WaitOptions {
  /** The step to begin with. */
  readonly from?: string
  readonly input?: string
}

export async function rerun(run: JobsRun, jobId: string, options: RerunOptions): Promise<ExitCode> {
  const { from, input } = options
  const request: RerunRequest = {
    ...(from === undefined ? {} : { fromStep: from }),
    ...(input === undefined ? {} : { input: await readInput(input) }),
  }
  return await accepted(run, await rerunJob(run.client, jobId, request), options)
}
