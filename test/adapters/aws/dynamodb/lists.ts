import { expect, it } from 'vitest'
import type { JobQuery, JobStore } from '../../../../src/ports/job-store.ts'
import { aJob, builtAt } from '../../../builders.ts'
import type { DynamoDbServer } from '../../../servers/dynamodb.ts'
import { inLanes, ownStore } from '../own-store.ts'
import { troubled, watch } from '../watched-client.ts'

/** What an index that only follows the table, and pages of bounded cost, mean for lists. */
export function listCases(server: DynamoDbServer): void {
  it('leaves out a job whose real status is not the one its index entry still says', async () => {
    const { store, client } = await ownStore(server)
    await create(store, 6, (index) => ({ status: index % 2 === 0 ? 'completed' : 'running' }))
    // The entries of completed jobs, as if they had been running a moment ago.
    troubled(client, (_name, _attempt, input) => {
      const values = input.ExpressionAttributeValues as { ':list'?: { S: string } } | undefined
      if (values?.[':list']?.S !== 'default#running') return undefined
      return { answer: (output) => ({ ...output, Items: [...staleEntries(), ...(output.Items as unknown[])] }) }
    })
    const staleEntries = (): unknown[] => [4, 2, 0].map((index) => entry(index, 'running'))
    const { jobs } = await store.listJobs({ tenant: 'default', status: 'running', limit: 10 })
    expect(jobs.map(({ jobId }) => jobId)).toEqual(['job5', 'job3', 'job1'])
    const all = await store.listJobs({ tenant: 'default', limit: 10 })
    expect(all.jobs.map(({ jobId }) => jobId)).toEqual(['job5', 'job4', 'job3', 'job2', 'job1', 'job0'])
  })

  it('leaves out a job whose index entry outlived it', async () => {
    const { store, client } = await ownStore(server)
    await create(store, 2)
    troubled(client, (name) =>
      name === 'Query'
        ? { answer: (output) => ({ ...output, Items: [entry(9, 'pending'), ...(output.Items as unknown[])] }) }
        : undefined,
    )
    const { jobs } = await store.listJobs({ tenant: 'default', status: 'pending', limit: 10 })
    expect(jobs.map(({ jobId }) => jobId)).toEqual(['job1', 'job0'])
  })

  it('bounds what a page costs, however rare the jobs are that it looks for', async () => {
    const { store, client } = await ownStore(server)
    await create(store, 400, (index) => (index === 3 ? { labels: { rare: 'yes' } } : {}))
    const sent = watch(client)
    const query = { tenant: 'default', status: 'pending', label: { name: 'rare', value: 'yes' }, limit: 10 } as const
    const pages = await allPages(store, query)
    expect(pages.flat()).toEqual(['job003'])
    expect(pages.length).toBeLessThanOrEqual(3)
    const loads = sent.filter(({ name }) => name === 'BatchGetItem').length
    expect(loads).toBeLessThanOrEqual(5 * pages.length)
  })

  it('reads of a list with many jobs no more than the page, and one entry for each status', async () => {
    const { store, client } = await ownStore(server)
    await create(store, 60, (index) => ({ status: index % 2 === 0 ? 'completed' : 'running' }))
    const sent = watch(client)
    const { jobs, nextCursor } = await store.listJobs({ tenant: 'default', limit: 20 })
    expect([jobs.length, nextCursor]).toEqual([20, expect.any(String)])
    expect(sent.map(({ name }) => name).sort()).toEqual(['BatchGetItem', ...Array(6).fill('Query')])
    for (const { name, input } of sent) if (name === 'Query') expect(input.Limit).toBe(21)
  })

  it('gives every one of many jobs exactly once, with statuses that are unevenly spread', async () => {
    const { store } = await ownStore(server)
    await create(store, 230, (index) => ({
      status: index < 200 ? 'completed' : index % 7 === 0 ? 'failed' : 'running',
    }))
    const expected = Array.from({ length: 230 }, (_, index) => nameOf(229 - index, 230))
    for (const limit of [100, 33])
      expect((await allPages(store, { tenant: 'default', limit })).flat()).toEqual(expected)
    const since = { tenant: 'default', limit: 30, since: builtAt + 190 }
    expect((await allPages(store, since)).flat()).toEqual(expected.slice(0, 40))
  })

  it('finds due jobs of every shard, the earliest first', async () => {
    const { store, client } = await ownStore(server)
    await create(store, 120, (index) => ({ wakeAt: 1_000 - index }))
    const sent = watch(client)
    const due = await store.listDueJobs(990, 15)
    expect(due).toEqual(Array.from({ length: 15 }, (_, index) => nameOf(119 - index, 120)))
    expect(sent).toHaveLength(16)
  })
}

async function create(
  store: JobStore,
  count: number,
  parts: (index: number) => Parameters<typeof aJob>[0] = () => ({}),
): Promise<void> {
  const jobs = Array.from({ length: count }, (_, index) =>
    aJob({ jobId: nameOf(index, count), createdAt: builtAt + index, ...parts(index) }),
  )
  await inLanes(jobs, (job) => store.createJob(job))
}

function nameOf(index: number, count: number): string {
  return `job${String(index).padStart(String(count - 1).length, '0')}`
}

/** What the list index keeps of a job. */
function entry(index: number, status: string): unknown {
  const jobId = `job${index}`
  return {
    ...{ pk: { S: `JOB#${jobId}` }, sk: { S: 'JOB' } },
    ...{ l: { S: `default#${status}` }, c: { S: `${builtAt + index}${jobId}` } },
  }
}

async function allPages(store: JobStore, query: JobQuery): Promise<string[][]> {
  const { jobs, nextCursor } = await store.listJobs(query)
  const names = jobs.map(({ jobId }) => jobId)
  return nextCursor === undefined ? [names] : [names, ...(await allPages(store, { ...query, cursor: nextCursor }))]
}
