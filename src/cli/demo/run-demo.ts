/**
 * The whole way in one command: a runtime of its own in this process, one job, its result.
 *
 * 1. It never touches the data of `troupe dev`: its jobs live in a folder made for this run and removed after it.
 * 2. However it ends, the runtime is closed before the process is.
 * 3. The report of the last demo stays at `.troupe/demo/report.html`.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import type { Job } from '../../api/contract.ts'
import { startRuntime } from '../../dev/runtime.ts'
import { processEnvironment } from '../../env.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { progressViewer } from '../jobs/job-viewer.ts'
import { getJob, submitJob } from '../jobs/jobs-api.ts'
import { type JobsRun, openJobs } from '../jobs/open-jobs.ts'
import { readableJson } from '../jobs/readable-json.ts'
import { exitCodeOfJob, watchToEnd } from '../jobs/watch-to-end.ts'
import { fileFlag, openValidProject } from '../open-project.ts'
import { writeJson } from '../output.ts'
import { readInput } from '../read-input.ts'
import { type Run, sayNext } from '../run-command.ts'
import { shortPath } from '../short-path.ts'
import { plainText } from '../terminal/display-width.ts'
import { findReport } from './find-report.ts'
import { sampleInput } from './sample-input.ts'

export interface DemoOptions {
  readonly input?: string
  readonly workflow?: string
}

export async function runDemo(run: Run, options: DemoOptions): Promise<ExitCode> {
  openValidProject(run)
  const source = options.input ?? (await sampleInput(run.file))
  const input = await readInput(source)
  const folder = join(dirname(resolve(run.file)), '.troupe', 'demo')
  await mkdir(folder, { recursive: true })
  const problems: string[] = []
  const dataDirectory = await mkdtemp(join(folder, 'data-'))
  try {
    const runtime = await startRuntime({
      file: run.file,
      port: 0,
      dataDirectory,
      env: processEnvironment(),
      log: (level, message) => void (level === 'error' && problems.push(message)),
    })
    try {
      run.output.stderr.write(
        `Runtime at ${runtime.url}, job from ${options.input === undefined ? shortPath(source) : '--input'}\n`,
      )
      const jobs = await openJobs(run, { url: runtime.url })
      const workflow = options.workflow === undefined ? {} : { workflow: options.workflow }
      const { jobId } = await submitJob(jobs.client, { input, ...workflow }, undefined)
      return await showToEnd(jobs, { jobId, folder, problems })
    } finally {
      await runtime.close()
    }
  } finally {
    await rm(dataDirectory, { recursive: true, force: true })
  }
}

interface DemoJob {
  readonly jobId: string
  /** Where its report goes. */
  readonly folder: string
  /** What the runtime reported meanwhile; the tree would be torn if it were shown at once. */
  readonly problems: readonly string[]
}

async function showToEnd(run: JobsRun, { jobId, folder, problems }: DemoJob): Promise<ExitCode> {
  const { stderr } = run.output
  const viewer = progressViewer(stderr, run.env)
  const ended = await watchToEnd(run, { jobId, viewer, endsWithJob: true })
  if (ended === undefined) return exitCodes.interrupted
  const job = await getJob(run.client, jobId, { results: true })
  if (ended.status === 'completed') await showResult(run, job, folder)
  else showFailure(run, job, problems)
  return exitCodeOfJob(ended)
}

async function showResult(run: JobsRun, job: Job, folder: string): Promise<void> {
  const { headline, html } = findReport(job.result)
  const report = join(folder, 'report.html')
  if (html !== undefined) await writeFile(report, html)
  const { stdout, json } = run.output
  if (json) writeJson(run.output, { job, ...(html === undefined ? {} : { report }) })
  else {
    if (headline !== undefined) stdout.write(`${headline}\n`)
    stdout.write(`${html === undefined ? readableJson(job.result, stdout.isTerminal) : shortPath(report)}\n`)
  }
  sayNext(run.output, [
    [`troupe dev${fileFlag(run.file)}`, 'keep the platform running, with its HTTP API'],
    ['troupe jobs submit --input input.json --wait', 'submit a job of your own to it'],
  ])
}

function showFailure({ output, file }: JobsRun, job: Job, problems: readonly string[]): void {
  if (output.json) writeJson(output, { job })
  const failed = job.steps.find((step) => step.status === 'failed')
  const { stderr } = output
  for (const problem of problems) stderr.write(`${plainText(problem)}\n`)
  sayNext(output, [
    failed?.agent === undefined
      ? [`troupe plan --input input.json${fileFlag(file)}`, 'what this input would do, and why']
      : [`troupe test ${failed.agent}${fileFlag(file)}`, 'run the agent of the failed step alone'],
    [`troupe doctor${fileFlag(file)}`, 'check this machine and this project'],
  ])
}
