import type { JobList, JobSummary } from '../../api/contract.ts'
import { formatDurationMs } from '../../core/duration.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { writeJson, writeLines } from '../output.ts'
import { sayNext } from '../run-command.ts'
import { columns, type TableLook } from '../terminal/columns.ts'
import { localTime } from '../terminal/local-time.ts'
import { lookOf, type Span } from '../terminal/styled-line.ts'
import { listJobs } from './jobs-api.ts'
import type { JobsRun } from './open-jobs.ts'
import { statusSpan } from './status-look.ts'
import { elapsedMs } from './step-note.ts'

/** Filters and page, as the API takes them. */
export type ListQuery = Readonly<
  Record<'status' | 'workflow' | 'label' | 'since' | 'limit' | 'cursor', string | undefined>
>

export async function list(run: JobsRun, query: ListQuery): Promise<ExitCode> {
  const page = await listJobs(run.client, query)
  const look = { ...lookOf(run.output.stdout), tabs: !run.output.stdout.isTerminal }
  if (run.output.json) writeJson(run.output, page)
  else writeLines(run.output, jobRows(page, look, Date.now()))
  sayNextOfPage(run, page)
  return exitCodes.ok
}

/** Newest first. @param now epoch ms, for the time that open jobs take so far */
export function jobRows({ jobs }: JobList, look: TableLook, now: number): string[] {
  if (jobs.length === 0) return []
  const heading = ['JOB', 'STATUS', 'WORKFLOW', 'CREATED', 'TOOK', 'STEPS', 'LABELS']
  return columns(
    heading,
    jobs.map((job) => rowOf(job, look, now)),
    look,
  )
}

function rowOf(job: JobSummary, { tabs }: TableLook, now: number): Span[] {
  const took = elapsedMs(job, now)
  const labels = Object.entries(job.labels).map(([name, value]) => `${name}=${value}`)
  return [
    [job.jobId],
    tabs ? [job.status] : statusSpan(job.status),
    [job.workflow],
    [tabs ? job.createdAt : localTime(Date.parse(job.createdAt)).slice(0, 19), 'dim'],
    [took === undefined ? '-' : formatDurationMs(took)],
    [stepsText(job)],
    [labels.join(','), 'dim'],
  ]
}

/** `3/5`: ended of those in the plan so far. */
function stepsText({ stepCounts }: JobSummary): string {
  const { completed = 0, failed = 0, cancelled = 0, skipped = 0, pending = 0, running = 0, waiting = 0 } = stepCounts
  const ended = completed + failed + cancelled + skipped
  return `${ended}/${ended + pending + running + waiting}`
}

function sayNextOfPage(run: JobsRun, { jobs, nextCursor }: JobList): void {
  const [first] = jobs
  if (first === undefined) {
    run.output.stderr.write('No jobs\n')
    sayNext(run.output, [[`troupe jobs submit --input input.json${run.sameRuntime}`, 'submit one']])
    return
  }
  const more = `troupe jobs list --cursor ${nextCursor ?? ''}${run.sameRuntime}`
  sayNext(run.output, [
    [`troupe jobs get ${first.jobId}${run.sameRuntime}`, 'one of them'],
    ...(nextCursor === undefined ? [] : [[more, 'older ones; repeat the filters'] as const]),
  ])
}
