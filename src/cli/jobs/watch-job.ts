import type { ExitCode } from '../exit-codes.ts'
import { isDrawable, type JobViewer, jsonViewer, lineViewer, treeViewer } from './job-viewer.ts'
import type { JobsRun } from './open-jobs.ts'
import { exitCodeOfJob, sayNextOfEnded, watchToEnd } from './watch-to-end.ts'

/** The news are the result here, so lines go to stdout; the tree is drawn where both streams are the terminal. */
export async function watchJob(run: JobsRun, jobId: string, timeoutMs: number | undefined): Promise<ExitCode> {
  const timeout = timeoutMs === undefined ? {} : { timeoutMs }
  const job = await watchToEnd(run, { jobId, viewer: viewerOf(run), ...timeout })
  if (job !== undefined) sayNextOfEnded(run, job)
  return exitCodeOfJob(job)
}

function viewerOf({ output: { stdout, stderr, json }, env }: JobsRun): JobViewer {
  if (json) return jsonViewer(stdout, stderr)
  return stdout.isTerminal && isDrawable(stderr, env) ? treeViewer(stderr) : lineViewer(stdout, stderr)
}
