import { describe, expect, it } from 'vitest'
import { aDefinition } from '../planner/a-plan.ts'
import { ServedApi } from './served-api.ts'

async function apiWith(count: number): Promise<ServedApi> {
  const served = new ServedApi(aDefinition([{ run: 'a -> b' }]))
  for (let index = 1; index <= count; index++) {
    await served.post('/v1/jobs', { input: { secret: index }, labels: { team: index % 2 === 0 ? 'sales' : 'a=b' } })
    served.platform.now += 60_000
  }
  return served
}

async function listed(served: ServedApi, query = ''): Promise<string[]> {
  const { body } = await served.get(`/v1/jobs${query}`)
  return body.jobs.map(({ jobId }: { jobId: string }) => jobId)
}

describe('GET /v1/jobs', () => {
  it('lists jobs newest first, without inputs, plans and steps', async () => {
    const served = await apiWith(3)
    const { body } = await served.get('/v1/jobs')
    expect(body.jobs.map(({ jobId }: { jobId: string }) => jobId)).toEqual(['job3', 'job2', 'job1'])
    expect(body.nextCursor).toBeUndefined()
    for (const key of ['input', 'plan', 'steps', 'result']) expect(body.jobs[0]).not.toHaveProperty(key)
  })

  it('counts each job’s steps by their status', async () => {
    const served = await apiWith(1)
    await served.platform.plan()
    expect((await served.get('/v1/jobs')).body.jobs[0].stepCounts).toEqual({ running: 1, pending: 1 })
  })

  it('gives every job once when its cursor is followed', async () => {
    const served = await apiWith(5)
    const pages: string[][] = []
    for (let query = '?limit=2'; query !== ''; ) {
      const { body } = await served.get(`/v1/jobs${query}`)
      pages.push(body.jobs.map(({ jobId }: { jobId: string }) => jobId))
      query = body.nextCursor === undefined ? '' : `?limit=2&cursor=${body.nextCursor}`
    }
    expect(pages).toEqual([['job5', 'job4'], ['job3', 'job2'], ['job1']])
  })

  it('filters by status, workflow and label', async () => {
    const served = await apiWith(4)
    await served.post('/v1/jobs/job2/cancel')
    await served.platform.plan('job2')
    expect(await listed(served, '?status=cancelled')).toEqual(['job2'])
    expect(await listed(served, '?workflow=default')).toHaveLength(4)
    expect(await listed(served, '?workflow=other')).toEqual([])
    expect(await listed(served, '?label=team=sales')).toEqual(['job4', 'job2'])
    expect(await listed(served, '?label=team=a%3Db&status=pending')).toEqual(['job3', 'job1'])
  })

  it('filters by an instant, a date or a duration before now', async () => {
    const served = await apiWith(3)
    expect(await listed(served, '?since=1970-01-01T00:17:40Z')).toEqual(['job3', 'job2'])
    expect(await listed(served, '?since=1970-01-01T01:17:40%2B01:00')).toEqual(['job3', 'job2'])
    expect(await listed(served, '?since=1970-01-01')).toHaveLength(3)
    expect(await listed(served, '?since=60s')).toEqual(['job3'])
  })

  it('lists only jobs of the caller’s tenant', async () => {
    let tenant = 'one'
    const served = new ServedApi(aDefinition([{ run: 'a' }]), {}, { tenantOf: () => tenant })
    await served.post('/v1/jobs', { input: 1 })
    tenant = 'two'
    expect(await listed(served)).toEqual([])
  })

  it.each([
    ['limit=1', 200],
    ['limit=100', 200],
    ['limit=0', 400],
    ['limit=101', 400],
    ['limit=1.5', 400],
    ['limit=', 400],
    ['limit=many', 400],
    ['limit=1&limit=2', 400],
    ['status=done', 400],
    ['status=', 400],
    ['since=yesterday', 400],
    ['since=2026-13-45', 400],
    ['label=team', 400],
    ['label==x', 400],
    ['label=a=1&label=b=2', 400],
    ['page=2', 400],
  ])('answers ?%s with %i', async (query, status) => {
    const told = await (await apiWith(1)).get(`/v1/jobs?${query}`)
    expect(told.status).toBe(status)
    if (status === 400) expect(told.body.error.code).toBe('API_PARAMETER_INVALID')
  })

  it('refuses a cursor that it did not give', async () => {
    const told = await (await apiWith(1)).get('/v1/jobs?cursor=bm9uc2Vuc2U')
    expect([told.status, told.body.error.code]).toEqual([400, 'API_CURSOR_INVALID'])
  })
})
