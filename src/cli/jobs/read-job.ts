import type { Job } from '../../api/contract.ts'
import { isTerminal } from '../../core/status.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { writeJson, writeLines } from '../output.ts'
import { sayNext } from '../run-command.ts'
import { lookOf } from '../terminal/styled-line.ts'
import { eventLine } from './event-line.ts'
import { explanationLines } from './explanation-lines.ts'
import { jobDifference, renderJobDifference } from './job-difference.ts'
import { renderJobTree } from './job-tree.ts'
import { explainJob, getJob, listEvents } from './jobs-api.ts'
import type { JobsRun } from './open-jobs.ts'
import { readableJson } from './readable-json.ts'
import { sayNextOfEnded } from './watch-to-end.ts'

/** The job as it stands, and with `results` what its steps and the job itself put out. */
export async function showJob(run: JobsRun, jobId: string, results: boolean): Promise<ExitCode> {
  const job = await getJob(run.client, jobId, { results })
  if (run.output.json) writeJson(run.output, job)
  else {
    const tree = renderJobTree(job, { ...lookOf(run.output.stdout), height: Number.POSITIVE_INFINITY, now: Date.now() })
    writeLines(run.output, [...tree, ...(results ? resultLines(run, job) : [])])
  }
  if (isTerminal(job.status)) sayNextOfEnded(run, job)
  else sayNext(run.output, [[`troupe jobs watch ${jobId}${run.sameRuntime}`, 'follow it to its end']])
  return exitCodes.ok
}

/** Why each rule was decided as it was, and why each step stands where it stands. */
export async function showExplanation(run: JobsRun, jobId: string): Promise<ExitCode> {
  const explanation = await explainJob(run.client, jobId)
  if (run.output.json) writeJson(run.output, explanation)
  else writeLines(run.output, explanationLines(explanation, lookOf(run.output.stdout)))
  sayNext(run.output, [[`troupe jobs events ${jobId}${run.sameRuntime}`, 'what happened, in order']])
  return exitCodes.ok
}

/** What happened, in order. @param since an instant, or `next` of an earlier answer */
export async function showEvents(run: JobsRun, jobId: string, since: string | undefined): Promise<ExitCode> {
  const page = await listEvents(run.client, jobId, { since })
  if (run.output.json) writeJson(run.output, page)
  else {
    const job = await getJob(run.client, jobId)
    const { width } = lookOf(run.output.stdout)
    writeLines(
      run.output,
      page.events.map((event) => eventLine(event, job).slice(0, width)),
    )
  }
  sayNext(run.output, [[`troupe jobs explain ${jobId}${run.sameRuntime}`, 'why it went so']])
  return exitCodes.ok
}

/** Two jobs side by side. Exit 0 whether they differ or not. */
export async function showDifference(run: JobsRun, before: string, after: string): Promise<ExitCode> {
  const [left, right] = await Promise.all([
    getJob(run.client, before, { results: true }),
    getJob(run.client, after, { results: true }),
  ])
  const difference = jobDifference(left, right)
  if (run.output.json) writeJson(run.output, difference)
  else writeLines(run.output, renderJobDifference(difference, { ...lookOf(run.output.stdout), tabs: false }))
  sayNext(run.output, [[`troupe jobs explain ${after}${run.sameRuntime}`, 'why the second one went so']])
  return exitCodes.ok
}

function resultLines(run: JobsRun, job: Job): string[] {
  const { isTerminal: isForEyes } = run.output.stdout
  const outputs = job.steps.filter((step) => step.output !== undefined)
  return [
    `input ${readableJson(job.input, isForEyes)}`,
    ...outputs.map((step) => `output of ${step.stepId} ${readableJson(step.output, isForEyes)}`),
    ...(job.result === undefined ? [] : [`result ${readableJson(job.result, isForEyes)}`]),
  ]
}
