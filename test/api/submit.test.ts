import { describe, expect, it } from 'vitest'
import { aDefinition } from '../planner/a-plan.ts'
import { ServedApi } from './served-api.ts'

const api = (): ServedApi => new ServedApi(aDefinition([{ run: 'a -> b' }]))

describe('POST /v1/jobs', () => {
  it('accepts a job that can be read at once where Location says', async () => {
    const served = api()
    const told = await served.post('/v1/jobs', { input: { rows: 3 }, labels: { team: 'sales' }, priority: 'high' })
    expect(told.status).toBe(202)
    expect(told.headers.get('location')).toBe('/v1/jobs/job1')
    const read = await served.get('/v1/jobs/job1')
    expect(read.body).toEqual(told.body)
    expect(read.body).toMatchObject({
      jobId: 'job1',
      status: 'pending',
      workflow: 'default',
      input: { rows: 3 },
      labels: { team: 'sales' },
      priority: 'high',
      version: 1,
      epoch: 1,
      createdAt: '1970-01-01T00:16:40.000Z',
    })
  })

  it.each([
    ['null', null],
    ['a number', 0],
    ['text', ''],
    ['a list', []],
  ])('accepts %s as input', async (_name, input) => {
    const served = api()
    expect((await served.post('/v1/jobs', { input })).status).toBe(202)
    expect((await served.get('/v1/jobs/job1')).body.input).toEqual(input)
  })

  it('takes deadline and delay in seconds or as text', async () => {
    const { body } = await api().post('/v1/jobs', { input: {}, deadline: '2m', delay: 30 })
    expect(body.deadlineAt).toBe('1970-01-01T00:18:40.000Z')
    expect(body.startAt).toBe('1970-01-01T00:17:10.000Z')
  })

  it('starts nothing before the delay is over', async () => {
    const served = api()
    await served.post('/v1/jobs', { input: {}, delay: 30 })
    await served.platform.plan()
    expect((await served.get('/v1/jobs/job1')).body.steps).toEqual([])
    served.platform.now += 30_000
    await served.platform.plan()
    expect((await served.get('/v1/jobs/job1')).body.steps).toHaveLength(2)
  })

  it.each([
    ['no input', {}, 'body.input is missing'],
    ['a body that is no object', [], 'body is a list, not of type object'],
    ['an unknown key', { input: 1, lables: {} }, 'body has the unknown key lables'],
    [
      'an unknown priority',
      { input: 1, priority: 'urgent' },
      'body.priority is "urgent", not one of low, normal, high',
    ],
    ['a deadline that is no duration', { input: 1, deadline: 'soon' }, 'body.deadline is not a duration'],
    ['a deadline of 0', { input: 1, deadline: 0 }, 'body.deadline must be longer than 0'],
    ['a negative delay', { input: 1, delay: -1 }, 'body.delay is not a duration'],
    ['a delay of 366 days', { input: 1, delay: '366d' }, 'body.delay is not a duration'],
    ['a label that is no text', { input: 1, labels: { a: 1 } }, 'body.labels.a is 1, not of type string'],
    ['a label without a name', { input: 1, labels: { '': 'x' } }, 'body.labels. has an invalid name'],
    ['a label with = in its name', { input: 1, labels: { 'a=b': 'x' } }, 'has an invalid name: it must not contain ='],
  ])('refuses %s and says where', async (_name, body, message) => {
    const told = await api().post('/v1/jobs', body)
    expect(told.status).toBe(400)
    expect(told.body.error.code).toBe('API_BODY_INVALID')
    expect(told.body.error.message).toContain(message)
  })

  it('names every problem at once, and the key that was probably meant', async () => {
    const { body } = await api().post('/v1/jobs', { inputs: 1, priority: 7 })
    expect(body.error.findings.map(({ message }: { message: string }) => message)).toEqual([
      'body.input is missing',
      'body.priority is 7, not one of low, normal, high',
      'body has the unknown key inputs',
    ])
    expect(body.error.findings[2].hint).toBe('Did you mean input?')
  })

  it('answers 404 for an unknown workflow, with those there are', async () => {
    const told = await api().post('/v1/jobs', { input: 1, workflow: 'constructor' })
    expect(told.status).toBe(404)
    expect(told.body.error).toMatchObject({ code: 'WORKFLOW_NOT_FOUND', hint: 'Choose one of: default' })
  })

  it('checks the input against the workflow’s schema', async () => {
    const inputSchema = { type: 'object', required: ['rows'], properties: { rows: { type: 'number' } } }
    const served = new ServedApi(aDefinition([{ run: 'a' }], { workflow: { inputSchema } }))
    const told = await served.post('/v1/jobs', { input: { rows: 'many' } })
    expect(told.status).toBe(400)
    expect(told.body.error.code).toBe('JOB_INPUT_INVALID')
    expect(told.body.error.findings).toMatchObject([
      { at: 'input.rows', message: 'Input is not valid: input.rows must be number' },
    ])
    expect((await served.get('/v1/jobs')).body.jobs).toEqual([])
  })
})

describe('an idempotency key', () => {
  it('answers the same submission with the same job, and another one with 409', async () => {
    const served = api()
    const key = { 'idempotency-key': 'order-7' }
    const first = await served.post('/v1/jobs', { input: { a: 1, b: 2 } }, key)
    const again = await served.post('/v1/jobs', { input: { b: 2, a: 1 } }, key)
    const other = await served.post('/v1/jobs', { input: { a: 2 } }, key)
    expect([first.status, again.status, other.status]).toEqual([202, 200, 409])
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('location')).toBe(first.headers.get('location'))
    expect(other.body.error.code).toBe('JOB_KEY_REUSED')
  })

  it('is another one for another tenant', async () => {
    let tenant = 'one'
    const served = new ServedApi(aDefinition([{ run: 'a' }]), {}, { tenantOf: () => tenant })
    await served.post('/v1/jobs', { input: 1 }, { 'idempotency-key': 'k' })
    tenant = 'two'
    expect((await served.post('/v1/jobs', { input: 2 }, { 'idempotency-key': 'k' })).status).toBe(202)
  })

  it('may have 255 characters, not 256, and not none', async () => {
    const statuses = await Promise.all(
      ['k'.repeat(255), 'k'.repeat(256), ''].map(
        async (key) => (await api().post('/v1/jobs', { input: 1 }, { 'idempotency-key': key })).status,
      ),
    )
    expect(statuses).toEqual([202, 400, 400])
  })
})

describe('labels', () => {
  const labels = (count: number): Record<string, string> =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`l${index}`, 'x']))

  it.each([
    ['20 of them', labels(20), 202],
    ['21 of them', labels(21), 400],
    ['a name of 128 characters', { ['n'.repeat(128)]: 'x' }, 202],
    ['a name of 129 characters', { ['n'.repeat(129)]: 'x' }, 400],
    ['a value of 128 characters', { n: 'x'.repeat(128) }, 202],
    ['a value of 129 characters', { n: 'x'.repeat(129) }, 400],
    ['a name that every object has', { constructor: 'x', toString: 'y' }, 202],
  ])('%s', async (_name, given, status) => {
    const told = await api().post('/v1/jobs', { input: 1, labels: given })
    expect(told.status).toBe(status)
    if (status === 202) expect(told.body.labels).toEqual(given)
  })
})
