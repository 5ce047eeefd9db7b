import { Fault } from '../../core/fault.ts'
import { decodeJobCursor, encodeJobCursor, type JobPosition } from '../../core/job-cursor.ts'
import type { JobQuery, JobStore, ListedJob } from '../../ports/job-store.ts'
import type { Log } from '../../ports/log.ts'
import { getItems } from './batch-get.ts'
import { readJobItem } from './job-item.ts'
import { readListIndex } from './job-list-index.ts'
import type { TableAccess } from './table-requests.ts'
import { jobKey } from './table-schema.ts'

export interface JobListAccess extends TableAccess {
  readonly log: Log
}

/** Workflow and label are tested on the jobs themselves. So many rounds of loading, then the page is given as it is. */
const maxRounds = 5
const maxLoaded = 100
const minLoadedForFilter = 25

/**
 * Lists jobs newest first. Order and partition come from the list index, everything else from the table: a job whose status
 * is another one by now is left out of its page. So a page may be shorter than asked for and still have a next one. An
 * unreadable job is left out and logged.
 */
export function createDynamoJobList(access: JobListAccess): JobStore['listJobs'] {
  return async (query) => {
    const jobs: ListedJob[] = []
    let after = query.cursor === undefined ? undefined : decodeJobCursor(query.cursor)
    for (let round = 0; ; round++) {
      const found = await findNext(access, query, { after, missing: query.limit - jobs.length, round })
      jobs.push(...found.jobs)
      after = found.after
      if (after === undefined) return { jobs }
      if (jobs.length === query.limit || round + 1 === maxRounds) return { jobs, nextCursor: encodeJobCursor(after) }
    }
  }
}

interface Round {
  readonly after: JobPosition | undefined
  /** Jobs that the page still wants. */
  readonly missing: number
  readonly round: number
}

interface Found {
  readonly jobs: readonly ListedJob[]
  /** Where to go on; undefined at the end of the list. */
  readonly after: JobPosition | undefined
}

async function findNext(access: JobListAccess, query: JobQuery, { after, missing, round }: Round): Promise<Found> {
  const count = loadCount(query, missing, round)
  const { entries, more } = await readListIndex(access, { ...query, after, count })
  const matching = (await loadEach(access, entries)).filter((job) => matches(job, query))
  const jobs = matching.slice(0, missing)
  if (matching.length > missing) return { jobs, after: jobs.at(-1) }
  return { jobs, after: more ? entries.at(-1) : undefined }
}

function loadCount({ workflow, label }: JobQuery, missing: number, round: number): number {
  if (workflow === undefined && label === undefined) return missing
  return Math.min(maxLoaded, Math.max(minLoadedForFilter, missing) * 2 ** round)
}

async function loadEach(access: JobListAccess, positions: readonly JobPosition[]): Promise<ListedJob[]> {
  const items = await getItems(
    access,
    'listJobs',
    positions.map(({ jobId }) => jobKey(jobId)),
  )
  return positions.flatMap(({ jobId }, index) => {
    const item = items[index]
    return item === undefined ? [] : logged(access.log, () => readJobItem(jobId, item))
  })
}

/** What was read, as a list; nothing when it is unreadable, so that it does not hide the others. */
function logged<T>(log: Log, read: () => T): T[] {
  try {
    return [read()]
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown
    log('error', thrown.message, { code: thrown.code })
    return []
  }
}

function matches(job: ListedJob, { status, workflow, label }: JobQuery): boolean {
  if (status !== undefined && job.status !== status) return false
  if (workflow !== undefined && job.workflow !== workflow) return false
  return label === undefined || (Object.hasOwn(job.labels, label.name) && job.labels[label.name] === label.value)
}
