import { rmSync } from 'node:fs'
import type { IncomingMessage } from 'node:http'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test, vi } from 'vitest'
import { exitCodeOf } from '../../../src/cli/exit-codes.ts'
import { createApiClient } from '../../../src/cli/jobs/api-client.ts'
import { changeJob, listJobs, submitJob } from '../../../src/cli/jobs/jobs-api.ts'
import { openJobs } from '../../../src/cli/jobs/open-jobs.ts'
import { showJob } from '../../../src/cli/jobs/read-job.ts'
import { urlAccess } from '../../../src/cli/jobs/url-access.ts'
import { aWireJob } from '../jobs/wire-builders.ts'
import { aProject } from './a-project.ts'
import { type AwsServices, apiPath, serveAws, stubLogin } from './aws-server.ts'
import { aRun, type KeptRun } from './run-double.ts'
import type { SignedAs } from './signature.ts'

const directories: string[] = []

afterEach(() => vi.unstubAllEnvs())
afterAll(() => {
  for (const directory of directories) rmSync(directory, { recursive: true })
})

function projectFile(api: string): string {
  const directory = aProject(['clerk'], api)
  directories.push(directory)
  return join(directory, 'agents.yaml')
}

interface Asked {
  readonly headers: IncomingMessage['headers']
  readonly url: string | undefined
  readonly signed: SignedAs | undefined
}

/** A deployed stage whose API answers what `answer` says; everything that it was asked is kept. */
async function aStage(answer: AwsServices['api'] = () => ({ body: { jobId: 'j1', jobs: [] } })) {
  const asked: Asked[] = []
  const server = await serveAws({
    stacks: () => ({ status: 'CREATE_COMPLETE', outputs: { ApiUrl: `${server.url}${apiPath}` } }),
    api(request, body, signed) {
      asked.push({ headers: request.headers, url: request.url, signed })
      return answer(request, body, signed)
    },
  })
  stubLogin(server.url)
  return {
    asked,
    open: (run: KeptRun) => openJobs(run, { stage: 'dev' }),
    [Symbol.asyncDispose]: server[Symbol.asyncDispose],
  }
}

async function thrownBy(promise: Promise<unknown>): Promise<{ code: string; message: string; hint?: string }> {
  return await promise.then(
    () => Promise.reject(new Error('nothing was thrown')),
    (thrown) => thrown,
  )
}

describe('the API of a stage with IAM', () => {
  const file = projectFile('')

  test('is given signed requests, whatever their query and body hold', async () => {
    await using stage = await aStage()
    const { client, sameRuntime } = await stage.open(aRun({ file }))
    await listJobs(client, { label: "team=R&D (EU) it's *", since: '2026-01-01T00:00:00+01:00', status: undefined })
    await submitJob(client, { input: { text: 'größe – 1/2' } }, 'order 17')
    await changeJob(client, 'j1', 'cancel')
    const as = { service: 'execute-api', region: 'eu-central-1', signedHeaders: expect.arrayContaining(['host']) }
    expect(stage.asked.map(({ signed }) => signed)).toEqual([as, as, as])
    expect(stage.asked[1]?.signed?.signedHeaders).toEqual(expect.arrayContaining(['content-type', 'idempotency-key']))
    expect(sameRuntime).toBe(` --stage dev --file ${file}`)
  })

  test('is shown the token of a temporary login, signed', async () => {
    await using stage = await aStage()
    vi.stubEnv('AWS_SESSION_TOKEN', 'session')
    await listJobs((await stage.open(aRun({ file }))).client, {})
    expect(stage.asked[0]?.headers['x-amz-security-token']).toBe('session')
    expect(stage.asked[0]?.signed?.signedHeaders).toContain('x-amz-security-token')
  })

  test('is signed for Lambda where it is a function URL', async () => {
    await using stage = await aStage()
    const run = aRun({ file: projectFile('api: { kind: function-url }') })
    await listJobs((await stage.open(run)).client, {})
    expect(stage.asked[0]?.signed?.service).toBe('lambda')
  })

  test('may refuse the caller: exit 4, with what was said and the right that is wanted', async () => {
    await using stage = await aStage(() => ({ status: 403, body: { Message: 'User: bob is not authorized' } }))
    const { client } = await stage.open(aRun({ file }))
    const { code, message, hint } = await thrownBy(listJobs(client, {}))
    expect([code, exitCodeOf(code)]).toEqual(['CLI_ACCESS_REFUSED', 4])
    expect(message).toContain('User: bob is not authorized')
    expect(hint).toContain('execute-api:Invoke')
  })

  test('names for a failed job the command that shows its logs, from its beginning on', async () => {
    const job = aWireJob({ status: 'failed', createdAt: '2026-01-02T12:00:00.000Z' })
    await using stage = await aStage(() => ({ body: job }))
    const run = aRun({ file })
    await showJob(await stage.open(run), 'job1', false)
    expect(run.stderr()).toContain(`troupe logs --job job1 --since 2026-01-02T12:00:00.000Z --stage dev --file ${file}`)
  })

  test.each([
    [503, { message: 'Service Unavailable' }],
    [504, { message: 'Endpoint request timed out' }],
    [429, { message: 'Too Many Requests' }],
  ])('is asked again when its gateway answers %i', async (status, body) => {
    await using stage = await aStage(() => ({ status, body }))
    const { client } = await stage.open(aRun({ file }))
    expect(await thrownBy(listJobs(client, {}))).toMatchObject({ code: 'CLI_RUNTIME_BUSY', retryable: true })
  })
})

describe('the API of a stage with another login', () => {
  const jwt = projectFile('api: { auth: jwt, jwt: { issuer: "https://login.example.com/", audience: [jobs] } }')
  const keys = projectFile('api: { kind: rest, auth: api-key }')

  test('is shown the token or the key of the environment, and no signature', async () => {
    await using stage = await aStage()
    await listJobs((await stage.open(aRun({ file: jwt, variables: { TROUPE_TOKEN: 't0' } }))).client, {})
    await listJobs((await stage.open(aRun({ file: keys, variables: { TROUPE_API_KEY: 'k0' } }))).client, {})
    expect(stage.asked.map(({ headers }) => [headers.authorization, headers['x-api-key']])).toEqual([
      ['Bearer t0', undefined],
      [undefined, 'k0'],
    ])
  })

  test.each([
    [jwt, 'TROUPE_TOKEN', 'https://login.example.com/'],
    [keys, 'TROUPE_API_KEY', 'API key'],
  ])('is not asked without one, exit 4', async (file, name, what) => {
    await using stage = await aStage()
    const { code, message } = await thrownBy(stage.open(aRun({ file })))
    expect([code, exitCodeOf(code)]).toEqual(['STAGE_LOGIN_MISSING', 4])
    expect(message).toContain(name)
    expect(message).toContain(what)
  })

  test('says which variable to renew when it refuses', async () => {
    await using stage = await aStage(() => ({ status: 401, body: { message: 'Unauthorized' } }))
    const { client } = await stage.open(aRun({ file: jwt, variables: { TROUPE_TOKEN: 'old' } }))
    expect((await thrownBy(listJobs(client, {}))).hint).toContain('TROUPE_TOKEN')
  })
})

describe('an address in place of a stage', () => {
  test('is told the stage as the way in when it refuses', async () => {
    await using stage = await aStage(() => ({ status: 403, body: { message: 'Missing Authentication Token' } }))
    const { client } = await stage.open(aRun({ file: projectFile('') }))
    expect((await thrownBy(listJobs(createApiClient(client.url), {}))).hint).toContain('--stage <name>')
  })

  test('is shown the token or the key of the environment over https alone', async () => {
    const request = { method: 'GET', url: new URL('https://a'), headers: {}, body: undefined }
    const both = { token: 't0', apiKey: 'k0' }
    expect(await urlAccess('https://a', both)?.headersFor(request)).toEqual({ authorization: 'Bearer t0' })
    expect(await urlAccess('https://a', { ...both, token: undefined })?.headersFor(request)).toEqual({
      'x-api-key': 'k0',
    })
    expect(urlAccess('https://a', { token: undefined, apiKey: undefined })).toBeUndefined()
    expect(urlAccess('http://a', both)).toBeUndefined()
  })
})
