import { describe, expect, test } from 'vitest'
import { CommandFault } from '../../../src/cli/command-fault.ts'
import { exitCodeOf, exitCodes } from '../../../src/cli/exit-codes.ts'
import { createApiClient } from '../../../src/cli/jobs/api-client.ts'
import { baseUrl, defaultUrl } from '../../../src/cli/jobs/base-url.ts'
import type { Fault } from '../../../src/core/fault.ts'
import { type ScriptedAnswer, serveScript } from './scripted-server.ts'

/** What the client throws for an answer. */
async function thrownFor(answer: ScriptedAnswer | undefined): Promise<unknown> {
  await using server = await serveScript(() => answer)
  return await createApiClient(server.url)
    .send({ path: '/v1/jobs' })
    .catch((thrown: unknown) => thrown)
}

describe('API client', () => {
  test('sends method, query, headers and a JSON body', async () => {
    let seen: unknown
    await using server = await serveScript(({ headers }, body) => {
      seen = { type: headers['content-type'], key: headers['idempotency-key'], body }
      return { body: { ok: true }, headers: { etag: '"1"' } }
    })
    const answer = await createApiClient(server.url).send({
      method: 'POST',
      path: '/v1/jobs',
      query: { a: "x y'", b: undefined },
      headers: { 'idempotency-key': 'k' },
      body: { input: 1 },
    })
    expect(server.requests).toEqual(['POST /v1/jobs?a=x%20y%27'])
    expect(seen).toEqual({ type: 'application/json', key: 'k', body: '{"input":1}' })
    expect([answer.body, answer.headers.get('etag')]).toEqual([{ ok: true }, '"1"'])
  })

  test.each([
    [404, 'JOB_NOT_FOUND', exitCodes.notFound],
    [409, 'JOB_TERMINAL', exitCodes.conflict],
    [400, 'JOB_INPUT_INVALID', exitCodes.usage],
    [413, 'API_BODY_TOO_LARGE', exitCodes.usage],
    [500, 'INTERNAL', exitCodes.failed],
  ])('throws what a %i says as it was said', async (status, code, exitCode) => {
    const error = { code, message: 'm', hint: 'h', requestId: 'r', findings: [{ code, level: 'error', message: 'f' }] }
    const thrown = await thrownFor({ status, body: { error } })
    expect(thrown).toBeInstanceOf(CommandFault)
    expect((thrown as CommandFault).shown).toEqual(error)
    expect(exitCodeOf(code)).toBe(exitCode)
  })

  test('says that nothing answers, and that trying again can help', async () => {
    const closed = await serveScript(() => ({}))
    await closed[Symbol.asyncDispose]()
    const refused = await createApiClient(closed.url)
      .send({ path: '/' })
      .catch((thrown: unknown) => thrown)
    expect(refused).toMatchObject({ code: 'CLI_NO_RUNTIME', retryable: true, hint: 'Start it: troupe dev' })
    expect((refused as Fault).message).toContain('ECONNREFUSED')
    expect(await thrownFor(undefined)).toMatchObject({ code: 'CLI_NO_RUNTIME', retryable: true })
  })

  test('is patient with a runtime that asks for it', async () => {
    const error = { code: 'STORE_UNAVAILABLE', message: 'busy' }
    expect(await thrownFor({ status: 503, body: { error } })).toMatchObject({
      code: 'CLI_RUNTIME_BUSY',
      retryable: true,
    })
    expect(await thrownFor({ status: 502, body: 'bad gateway' })).toMatchObject({ code: 'CLI_RUNTIME_BUSY' })
  })

  test.each([
    { status: 200, body: '<html>' },
    { status: 404, body: '<html>' },
    { status: 400, body: { error: 'other' } },
  ])('says that something else answers: %j', async (answer) => {
    expect(await thrownFor(answer)).toMatchObject({ code: 'CLI_NOT_A_RUNTIME', retryable: false })
  })

  test('gives up after its time, and throws the reason of an abort', async () => {
    let release = (): void => {}
    const held = new Promise<void>((resolve) => (release = resolve))
    const { createServer } = await import('node:http')
    const server = createServer((_request, response) => void held.then(() => response.end('{}')))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    const address = server.address() as { port: number }
    const client = createApiClient(`http://127.0.0.1:${address.port}`)
    await expect(client.send({ path: '/', timeoutMs: 20 })).rejects.toMatchObject({ code: 'CLI_NO_RUNTIME' })
    const reason = new Error('stopped')
    await expect(client.send({ path: '/', signal: AbortSignal.abort(reason) })).rejects.toBe(reason)
    release()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
})

describe('base URL', () => {
  test('is the flag, else the environment, else the laptop', () => {
    expect(baseUrl({ url: 'http://a:1/', env: { url: 'http://b' } })).toBe('http://a:1')
    expect(baseUrl({ env: { url: 'https://b/api//' } })).toBe('https://b/api')
    expect(baseUrl({ env: { url: undefined } })).toBe(defaultUrl)
  })

  test.each(['nonsense', 'ftp://x', ''])('refuses %j', (url) => {
    expect(() => baseUrl({ url, env: { url: undefined } })).toThrow(
      expect.objectContaining({ code: 'CLI_URL_INVALID' }),
    )
  })
})
