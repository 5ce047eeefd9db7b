import { describe, expect, it } from 'vitest'
import { aDefinition } from '../planner/a-plan.ts'
import { ServedApi } from './served-api.ts'

const failing = {
  b: () => ({ status: 'failed' as const, error: { code: 'BROKE', message: 'broke', retryable: false } }),
}
const api = (agents = {}): ServedApi => new ServedApi(aDefinition([{ run: 'a -> b -> c' }]), agents)

describe('cancel, pause and resume', () => {
  it('answer 202 with a job that shows the mark at once', async () => {
    const served = api()
    await served.post('/v1/jobs', { input: 1 })
    const paused = await served.post('/v1/jobs/job1/pause')
    expect([paused.status, paused.body.pausedAt]).toEqual([202, '1970-01-01T00:16:40.000Z'])
    const resumed = await served.post('/v1/jobs/job1/resume', {})
    expect([resumed.status, resumed.body.pausedAt]).toEqual([202, undefined])
    const cancelled = await served.post('/v1/jobs/job1/cancel')
    expect(cancelled.body.cancelRequestedAt).toBe('1970-01-01T00:16:40.000Z')
    expect((await served.platform.finish()).status).toBe('cancelled')
  })

  it('may be asked twice', async () => {
    const served = api()
    await served.post('/v1/jobs', { input: 1 })
    const first = await served.post('/v1/jobs/job1/pause')
    const second = await served.post('/v1/jobs/job1/pause')
    expect(second.body).toEqual(first.body)
  })

  it.each(['cancel', 'pause', 'resume'])('%s answers 409 for an ended job', async (verb) => {
    const served = api()
    await served.finished()
    const told = await served.post(`/v1/jobs/job1/${verb}`)
    expect([told.status, told.body.error.code]).toEqual([409, 'JOB_TERMINAL'])
  })

  it.each(['cancel', 'pause', 'resume', 'rerun'])('%s answers 404 for an unknown job', async (verb) => {
    expect((await api().post(`/v1/jobs/job9/${verb}`)).status).toBe(404)
  })

  it('take no parameters in a body', async () => {
    const served = api()
    await served.post('/v1/jobs', { input: 1 })
    expect((await served.post('/v1/jobs/job1/cancel', { why: 'late' })).status).toBe(400)
  })
})

describe('rerun', () => {
  it('takes the failed step and all after it into the next epoch', async () => {
    const served = api(failing)
    await served.finished()
    const told = await served.post('/v1/jobs/job1/rerun')
    expect([told.status, told.headers.get('location')]).toEqual([202, '/v1/jobs/job1'])
    expect(told.body).toMatchObject({ jobId: 'job1', epoch: 2, status: 'pending' })
    expect(told.body.steps.map(({ status }: { status: string }) => status)).toEqual(['completed', 'pending', 'pending'])
  })

  it('repeats from a named step', async () => {
    const served = api()
    await served.finished()
    const { body } = await served.post('/v1/jobs/job1/rerun', { fromStep: 'c' })
    expect(body.steps.map(({ status }: { status: string }) => status)).toEqual(['completed', 'completed', 'pending'])
  })

  it('answers 404 for an unknown step, with those there are', async () => {
    const served = api()
    await served.finished()
    const told = await served.post('/v1/jobs/job1/rerun', { fromStep: 'z' })
    expect([told.status, told.body.error.code]).toEqual([404, 'JOB_STEP_UNKNOWN'])
    expect(told.body.error.hint).toBe('Its steps: a, b, c')
  })

  it('answers 409 for a job that has not ended', async () => {
    const served = api()
    await served.post('/v1/jobs', { input: 1 })
    const told = await served.post('/v1/jobs/job1/rerun')
    expect([told.status, told.body.error.code]).toEqual([409, 'JOB_NOT_TERMINAL'])
  })

  it('with another input submits a new job that is linked to the old', async () => {
    const served = api()
    await served.finished({ input: 1, labels: { team: 'sales' }, priority: 'low' })
    const told = await served.post('/v1/jobs/job1/rerun', { input: null })
    expect(told.status).toBe(202)
    expect(told.headers.get('location')).toBe(`/v1/jobs/${told.body.jobId}`)
    expect(told.body).toMatchObject({
      rerunOf: 'job1',
      input: null,
      labels: { team: 'sales' },
      priority: 'low',
      epoch: 1,
    })
    expect((await served.get('/v1/jobs/job1')).body.epoch).toBe(1)
  })

  it('with another input and a key is done once', async () => {
    const served = api()
    await served.finished()
    const first = await served.post('/v1/jobs/job1/rerun', { input: 2 }, { 'idempotency-key': 'again' })
    const second = await served.post('/v1/jobs/job1/rerun', { input: 2 }, { 'idempotency-key': 'again' })
    expect([first.status, second.status]).toEqual([202, 200])
    expect(second.body.jobId).toBe(first.body.jobId)
  })

  it('refuses fromStep together with input', async () => {
    const served = api()
    await served.finished()
    const told = await served.post('/v1/jobs/job1/rerun', { fromStep: 'a', input: 2 })
    expect([told.status, told.body.error.message]).toEqual([400, 'body has both fromStep and input'])
  })
})
