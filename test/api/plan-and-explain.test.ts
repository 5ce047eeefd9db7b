import { describe, expect, it } from 'vitest'
import { aDefinition } from '../planner/a-plan.ts'
import { ServedApi } from './served-api.ts'

const definition = aDefinition([
  { name: 'full', if: 'input.kind == "full"', run: '(a | b)', else: 'c' },
  { name: 'doubtful', if: 'results.a.trust < 0.5', run: 'd', else: 'wait(5s)' },
])

describe('POST /v1/plan', () => {
  it('says what an input would do, and changes nothing', async () => {
    const served = new ServedApi(definition)
    const { status, body } = await served.post('/v1/plan', { input: { kind: 'full' } })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      workflow: 'default',
      complete: false,
      worstCaseSteps: 3,
      rules: [
        { name: 'full', verdict: true, reason: 'true: input.kind is "full"', steps: [{ name: 'a' }, { name: 'b' }] },
        {
          name: 'doubtful',
          verdict: null,
          steps: [{ name: 'd', agent: 'd' }],
          otherwise: [{ name: 'wait', waitMs: 5_000 }],
        },
      ],
    })
    expect((await served.get('/v1/jobs')).body.jobs).toEqual([])
    expect(served.platform.facts).toEqual([])
  })

  it('says why such a job would fail at once', async () => {
    const served = new ServedApi(aDefinition([{ if: 'input.kind > 3', run: 'a' }]))
    const { body } = await served.post('/v1/plan', { input: { kind: 'full' } })
    expect(body.error.code).toBe('RULE_TYPE_ERROR')
    expect((await served.post('/v1/plan', { input: { kind: 1 } })).body.error.code).toBe('PLAN_EMPTY')
  })

  it('checks the input as a submit does', async () => {
    const inputSchema = { type: 'object', required: ['rows'] }
    const served = new ServedApi(aDefinition([{ run: 'a' }], { workflow: { inputSchema } }))
    expect((await served.post('/v1/plan', { input: {} })).body.error.code).toBe('JOB_INPUT_INVALID')
  })

  it('answers 404 for an unknown workflow', async () => {
    const told = await new ServedApi(definition).post('/v1/plan', { input: 1, workflow: 'nightly' })
    expect([told.status, told.body.error.code]).toEqual([404, 'WORKFLOW_NOT_FOUND'])
  })
})

describe('GET /v1/jobs/{jobId}/explain', () => {
  it('says of each rule what it read and missed, and of each step why it stands where it stands', async () => {
    const served = new ServedApi(definition, { a: () => ({}) })
    await served.post('/v1/jobs', { input: { kind: 'full' } })
    await served.platform.plan()
    const early = await served.get('/v1/jobs/job1/explain')
    expect(early.body.rules).toMatchObject([
      { verdict: true, read: [{ path: 'input.kind', value: 'full' }], steps: ['a', 'b'] },
      { verdict: null, read: [], steps: [] },
    ])
    expect(early.body.steps).toMatchObject([
      { stepId: 'a', status: 'running', reason: 'attempt 1 runs', rule: 'full' },
      { stepId: 'b', status: 'running' },
    ])
    await served.platform.finish()
    const late = await served.get('/v1/jobs/job1/explain')
    expect(late.body.rules[1]).toMatchObject({ verdict: false, missing: ['results.a.trust'], steps: ['wait'] })
  })

  it('answers 404 for an unknown job', async () => {
    expect((await new ServedApi(definition).get('/v1/jobs/job9/explain')).status).toBe(404)
  })
})
