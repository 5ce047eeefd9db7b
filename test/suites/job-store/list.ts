import { expect, it } from 'vitest'
import type { Job } from '../../../src/core/job.ts'
import { jobStatuses } from '../../../src/core/status.ts'
import type { JobQuery, JobStore } from '../../../src/ports/job-store.ts'
import { aJob, builtAt } from '../../builders.ts'
import type { CurrentStore } from '../job-store.suite.ts'

export function jobListCases(store: CurrentStore): void {
  it('lists nothing when nothing is stored', async () => {
    expect(await store().listJobs({ tenant: 'default', limit: 10 })).toEqual({ jobs: [] })
  })

  it('lists newest first, and by id where the instant is the same', async () => {
    await create(store(), [at('a', 1), at('b', 2), at('c', 2), at('d', 3)])
    expect(await ids(store(), {})).toEqual(['d', 'c', 'b', 'a'])
  })

  it('gives every job exactly once over its pages, whatever their size', async () => {
    const jobs = manyJobs(13)
    await create(store(), jobs)
    const expected = newestFirst(jobs)
    for (const limit of [1, 2, 5, 12, 13, 100]) expect(await allPages(store(), { limit })).toEqual(expected)
  })

  it('offers no next page when the last one is just full', async () => {
    await create(store(), manyJobs(4))
    expect(await store().listJobs({ tenant: 'default', limit: 4 })).not.toHaveProperty('nextCursor')
    expect(await store().listJobs({ tenant: 'default', limit: 3 })).toHaveProperty('nextCursor')
  })

  it('goes on where it was when new jobs arrive between two pages', async () => {
    await create(store(), manyJobs(10))
    const first = await store().listJobs({ tenant: 'default', limit: 4 })
    await create(store(), [at('zz-new', 1_000), at('zz-newer', 1_001)])
    const rest = await allPages(store(), { limit: 4, ...cursorOf(first.nextCursor) })
    expect([...first.jobs.map(({ jobId }) => jobId), ...rest]).toEqual(newestFirst(manyJobs(10)))
  })

  it('finds by any combination of status, workflow, label and instant', async () => {
    const jobs = manyJobs(120)
    await create(store(), jobs)
    for (const filter of allFilters()) {
      const expected = newestFirst(jobs.filter((job) => passes(job, filter)))
      expect(await allPages(store(), { ...filter, limit: 25 }), JSON.stringify(filter)).toEqual(expected)
    }
  })

  it('follows a job from one status to the next', async () => {
    await create(store(), [aJob()])
    await store().saveJob(aJob({ version: 2, status: 'completed' }))
    expect(await ids(store(), { status: 'pending' })).toEqual([])
    expect(await ids(store(), { status: 'completed' })).toEqual(['job1'])
  })

  it("never shows another tenant's jobs, with or without filters", async () => {
    await create(store(), [
      aJob({ jobId: 'mine', tenant: 'a', labels: { team: 'x' } }),
      aJob({ jobId: 'theirs', tenant: 'b', labels: { team: 'x' } }),
    ])
    expect(await ids(store(), { tenant: 'a' })).toEqual(['mine'])
    expect(await ids(store(), { tenant: 'a', label: { name: 'team', value: 'x' } })).toEqual(['mine'])
    expect(await ids(store(), { tenant: 'a', status: 'pending', workflow: 'default' })).toEqual(['mine'])
  })

  it('compares a label by name and value, also for names that objects have of their own', async () => {
    await create(store(), [aJob({ labels: { team: 'x', constructor: 'y' } })])
    expect(await ids(store(), { label: { name: 'team', value: 'x' } })).toEqual(['job1'])
    expect(await ids(store(), { label: { name: 'team', value: 'X' } })).toEqual([])
    expect(await ids(store(), { label: { name: 'x', value: 'team' } })).toEqual([])
    expect(await ids(store(), { label: { name: 'constructor', value: 'y' } })).toEqual(['job1'])
    expect(await ids(store(), { label: { name: 'toString', value: 'y' } })).toEqual([])
  })

  it.each(['', 'x', '!!', 'bnVsbA', 'W10', 'WzEsIiJd', 'WyJhIiwiYiJd', 'WzEsMl0', 'WzEsImEiXQ=='])(
    'refuses the cursor %j',
    async (cursor) => {
      const listing = store().listJobs({ tenant: 'default', limit: 10, cursor })
      await expect(listing).rejects.toMatchObject({ code: 'API_CURSOR_INVALID', retryable: false })
    },
  )
}

type Filter = Pick<JobQuery, 'status' | 'workflow' | 'label' | 'since'>

function at(jobId: string, afterMs: number): Job {
  return aJob({ jobId, createdAt: builtAt + afterMs })
}

/** Three jobs share each instant; statuses, workflows and labels are mixed. */
function manyJobs(count: number): Job[] {
  return Array.from({ length: count }, (_, index) =>
    aJob({
      jobId: `job${String((index * 37) % count).padStart(3, '0')}`,
      createdAt: builtAt + Math.floor(index / 3),
      status: jobStatuses[index % jobStatuses.length] ?? 'pending',
      workflow: index % 4 === 0 ? 'default' : 'nightly',
      labels: { team: index % 5 < 2 ? 'sales' : 'finance', ...(index % 7 === 0 ? { urgent: 'yes' } : {}) },
    }),
  )
}

function allFilters(): Filter[] {
  const choices: readonly Filter[][] = [
    [{}, { status: 'completed' }],
    [{}, { workflow: 'nightly' }],
    [{}, { label: { name: 'team', value: 'sales' } }, { label: { name: 'urgent', value: 'yes' } }],
    [{}, { since: builtAt + 13 }],
  ]
  return choices.reduce(
    (filters, more) => filters.flatMap((filter) => more.map((one) => ({ ...filter, ...one }))),
    [{}],
  )
}

function passes(job: Job, { status, workflow, label, since }: Filter): boolean {
  if (status !== undefined && job.status !== status) return false
  if (workflow !== undefined && job.workflow !== workflow) return false
  if (label !== undefined && job.labels[label.name] !== label.value) return false
  return since === undefined || job.createdAt >= since
}

function newestFirst(jobs: readonly Job[]): string[] {
  const key = ({ createdAt, jobId }: Job): string => `${createdAt} ${jobId}`
  return [...jobs].sort((a, b) => (key(a) < key(b) ? 1 : -1)).map(({ jobId }) => jobId)
}

async function create(store: JobStore, jobs: readonly Job[]): Promise<void> {
  await Promise.all(jobs.map((job) => store.createJob(job)))
}

async function ids(store: JobStore, query: Partial<JobQuery>): Promise<string[]> {
  const { jobs } = await store.listJobs({ tenant: 'default', limit: 100, ...query })
  return jobs.map(({ jobId }) => jobId)
}

async function allPages(store: JobStore, query: Partial<JobQuery>): Promise<string[]> {
  const page = await store.listJobs({ tenant: 'default', limit: 100, ...query })
  const found = page.jobs.map(({ jobId }) => jobId)
  if (page.nextCursor === undefined) return found
  return [...found, ...(await allPages(store, { ...query, ...cursorOf(page.nextCursor) }))]
}

function cursorOf(cursor: string | undefined): { cursor?: string } {
  return cursor === undefined ? {} : { cursor }
}
