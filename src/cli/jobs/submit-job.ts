import type { Job, Submission } from '../../api/contract.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { writeJson } from '../output.ts'
import { readInput } from '../read-input.ts'
import { sayNext } from '../run-command.ts'
import { progressViewer } from './job-viewer.ts'
import { getJob, submitJob } from './jobs-api.ts'
import type { JobsRun } from './open-jobs.ts'
import { readableJson } from './readable-json.ts'
import { exitCodeOfJob, sayNextOfEnded, watchToEnd } from './watch-to-end.ts'

export interface SubmitOptions {
  readonly input: string
  readonly workflow?: string
  readonly key?: string
  readonly label?: Readonly<Record<string, string>>
  readonly priority?: 'low' | 'normal' | 'high'
  readonly deadline?: string
  readonly delay?: string
}

export interface WaitOptions {
  readonly wait?: boolean
  readonly timeoutMs?: number
}

export async function submit(run: JobsRun, options: SubmitOptions & WaitOptions): Promise<ExitCode> {
  const { workflow, key, label: labels, priority, deadline, delay } = options
  const given = Object.entries({ workflow, labels, priority, deadline, delay }).filter(
    ([, value]) => value !== undefined,
  )
  const submission: Submission = { ...Object.fromEntries(given), input: await readInput(options.input) }
  return await accepted(run, await submitJob(run.client, submission, key), options)
}

/** What follows when the runtime took a job: its id on stdout, or with `--wait` its result. */
export async function accepted(run: JobsRun, job: Job, options: WaitOptions): Promise<ExitCode> {
  const { output, sameRuntime } = run
  if (options.wait === true) return await waitForResult(run, job, options)
  if (output.json) writeJson(output, job)
  else output.stdout.write(`${job.jobId}\n`)
  sayNext(output, [
    [`troupe jobs watch ${job.jobId}${sameRuntime}`, 'follow it to its end'],
    [`troupe jobs get ${job.jobId} --results${sameRuntime}`, 'the job with its results'],
  ])
  return exitCodes.ok
}

async function waitForResult(run: JobsRun, { jobId }: Job, { timeoutMs }: WaitOptions): Promise<ExitCode> {
  const { stdout, stderr, json } = run.output
  const viewer = progressViewer(stderr, run.env)
  if (!viewer.withEvents) stderr.write(`job ${jobId}\n`)
  const ended = await watchToEnd(run, { jobId, viewer, ...(timeoutMs === undefined ? {} : { timeoutMs }) })
  if (ended === undefined) return exitCodes.interrupted
  const job = await getJob(run.client, jobId, { results: true })
  if (json) writeJson(run.output, job)
  else if (job.result !== undefined) stdout.write(`${readableJson(job.result, stdout.isTerminal)}\n`)
  sayNextOfEnded(run, ended)
  return exitCodeOfJob(ended)
}
