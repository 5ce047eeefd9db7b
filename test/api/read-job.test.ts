import { describe, expect, it } from 'vitest'
import { aDefinition } from '../planner/a-plan.ts'
import { agents, api, definition, full } from './full-job.ts'
import { ServedApi } from './served-api.ts'

describe('GET /v1/jobs/{jobId}', () => {
  it('says what language models cost it, its steps and their attempts, and nothing where there were none', async () => {
    const usage = { requests: 2, inputTokens: 900, outputTokens: 80, microUsd: 4_500 }
    const served = new ServedApi(definition, {
      a: (_call, control) => {
        control.spent?.(usage)
        return { rows: 3 }
      },
    })
    const jobId = await served.finished({ input: {} })
    const { body } = await served.get(`/v1/jobs/${jobId}`)
    expect(body.cost).toEqual(usage)
    expect(body.steps.map(({ stepId, cost }: { stepId: string; cost?: object }) => [stepId, cost])).toEqual([
      ['a', usage],
      ['d', undefined],
    ])
    const { body: step } = await served.get(`/v1/jobs/${jobId}/steps/a`)
    expect(step).toMatchObject({ cost: usage, attempts: [{ cost: usage }] })
    expect((await served.get('/v1/jobs')).body.jobs[0].cost).toEqual(usage)
  })

  it('shows verdicts with their reasons, steps with their needs, and no outputs', async () => {
    const served = api()
    const { body } = await served.get(`/v1/jobs/${await served.finished(full)}`)
    expect(body.status).toBe('completed')
    expect(body.plan).toEqual({
      complete: true,
      rules: [
        { name: 'clean', condition: 'always', verdict: true, reason: 'always true' },
        { name: 'full', condition: 'input.kind == "full"', verdict: true, reason: 'true: input.kind is "full"' },
        { name: 'doubtful', condition: 'results.b.trust < 0.5', verdict: true, reason: 'true: results.b.trust is 0.4' },
      ],
    })
    const steps = body.steps.map(({ stepId, rule, needs }: Record<string, unknown>) => ({ stepId, rule, needs }))
    expect(steps).toEqual([
      { stepId: 'a', rule: 'clean', needs: [] },
      { stepId: 'b', rule: 'full', needs: ['a'] },
      { stepId: 'c', rule: 'full', needs: ['a'] },
      { stepId: 'e', rule: 'doubtful', needs: ['a', 'b', 'c'] },
    ])
    expect(body.steps[0]).toMatchObject({
      status: 'completed',
      kind: 'agent',
      attempt: 1,
      executionTimeMs: 0,
      outputBytes: 10,
    })
    expect(JSON.stringify(body)).not.toContain('"output":')
    expect(body.result).toBe('report')
  })

  it('shows the outputs of all steps with results=true', async () => {
    const served = api()
    const { body } = await served.get(`/v1/jobs/${await served.finished(full)}?results=true`)
    expect(body.result).toBe('report')
    expect(body.steps.map(({ output }: { output: unknown }) => output)).toEqual([
      { rows: 3 },
      { trust: 0.4 },
      {},
      'report',
    ])
  })

  it('answers several last steps as a map by step id', async () => {
    const served = new ServedApi(aDefinition([{ run: '(a | b)' }]), agents)
    const { body } = await served.get(`/v1/jobs/${await served.finished()}?results=true`)
    expect(body.result).toEqual({ a: { rows: 3 }, b: { trust: 0.4 } })
  })

  it('shows why a job failed and why steps were skipped', async () => {
    const served = new ServedApi(aDefinition([{ run: 'a -> b' }]), {
      a: () => ({ status: 'failed', error: { code: 'NO_DATA', message: 'nothing there', retryable: false } }),
    })
    const { body } = await served.get(`/v1/jobs/${await served.finished()}?results=true`)
    expect(body).toMatchObject({ status: 'failed', error: { code: 'NO_DATA', stepId: 'a' } })
    expect(body.steps[1]).toMatchObject({
      status: 'skipped',
      cause: { kind: 'jobFailed', reason: 'step a failed with NO_DATA' },
    })
    expect(body.result).toBeUndefined()
  })

  it('shows what a running attempt said last', async () => {
    const progressOf = () => ({ fraction: 0.4, text: 'cleaning', at: 1_000_000 })
    const served = new ServedApi(definition, agents, { progressOf })
    await served.post('/v1/jobs', full)
    await served.platform.plan()
    const { body } = await served.get('/v1/jobs/job1')
    expect(body.steps[0].progress).toEqual({ fraction: 0.4, text: 'cleaning', at: '1970-01-01T00:16:40.000Z' })
    expect(body.steps[1].progress).toBeUndefined()
  })

  it('can still be read when its definition is lost', async () => {
    const served = api()
    await served.post('/v1/jobs', full)
    const lost = { ...served.platform.ports.store, loadDefinition: async () => undefined }
    const later = new ServedApi(definition, {}, { ports: { ...served.platform.ports, store: lost } })
    expect((await later.get('/v1/jobs/job1')).body.plan).toEqual({ rules: [], complete: false })
    const explained = await later.get('/v1/jobs/job1/explain')
    expect([explained.status, explained.body.error.code]).toEqual([410, 'DEFINITION_MISSING'])
  })

  it.each(['job9', 'JOB1', '..', '%00', 'x'.repeat(101)])('answers 404 for the job %s', async (jobId) => {
    const told = await api().get(`/v1/jobs/${encodeURIComponent(jobId)}`)
    expect([told.status, told.body.error.code]).toEqual([404, jobId === '..' ? 'ROUTE_NOT_FOUND' : 'JOB_NOT_FOUND'])
  })

  it('refuses parameters that it does not know', async () => {
    const served = api()
    await served.post('/v1/jobs', full)
    const told = await served.get('/v1/jobs/job1?result=true')
    expect(told.status).toBe(400)
    expect(told.body.error).toMatchObject({ code: 'API_PARAMETER_INVALID', hint: 'Did you mean results?' })
  })
})
