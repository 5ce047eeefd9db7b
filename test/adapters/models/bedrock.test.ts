import { afterEach, describe, expect, it, vi } from 'vitest'
import { createBedrockCandidate } from '../../../src/adapters/models/bedrock.ts'
import type { ProviderSettings } from '../../../src/adapters/models/provider-settings.ts'
import { createStrandsClient } from '../../../src/adapters/models/strands-client.ts'
import type { JsonObject } from '../../../src/core/json.ts'
import type { BedrockAnswer } from '../../../src/testing/models/bedrock-answer.ts'
import { type FakeBedrock, startFakeBedrock } from '../../../src/testing/models/fake-bedrock.ts'
import { aCall, aTool, recordingClock } from './model-calls.ts'

let fake: FakeBedrock | undefined

afterEach(async () => {
  vi.unstubAllEnvs()
  await fake?.close()
  fake = undefined
})

/** A client of the fake, and what it was made of. */
async function bedrock(
  answers: readonly BedrockAnswer[],
  more: Partial<ProviderSettings> & { readonly fallback?: string } = {},
) {
  const server = await startFakeBedrock(answers)
  fake = server
  const clock = recordingClock()
  const { fallback, ...settings } = more
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret-canary')
  const open = (model: string) =>
    createBedrockCandidate({ model, region: 'us-east-1', endpoint: server.url, ...settings })
  const others = fallback === undefined ? [] : [open(fallback)]
  return { server, clock, client: createStrandsClient({ candidates: [open('model-a'), ...others], clock }) }
}

const throttled = { status: 429, type: 'ThrottlingException', message: 'Too many requests' }
const unavailable = { status: 503, type: 'ServiceUnavailableException', message: 'Try later' }

describe('a model on Bedrock', () => {
  it('answers over HTTP/2 in a stream', async () => {
    const { client, server } = await bedrock([{ text: '42', inputTokens: 12, outputTokens: 3 }])
    const end = await client.run(aCall())
    expect(end).toMatchObject({ text: '42', stop: 'ended' })
    expect(end.uses).toMatchObject([
      { provider: 'bedrock', model: 'model-a', inputTokens: 12, outputTokens: 3, tries: 1 },
    ])
    expect(server.requests).toMatchObject([{ operation: 'converse-stream', modelId: 'model-a', httpVersion: '2.0' }])
  })

  it('answers whole when streaming is off', async () => {
    const { client, server } = await bedrock([{ text: '42' }], { streaming: false })
    expect((await client.run(aCall())).text).toBe('42')
    expect(server.requests[0]?.operation).toBe('converse')
  })

  it('calls a tool and is told its result', async () => {
    const { client, server } = await bedrock([
      { toolCalls: [{ name: 'add', input: { a: 20, b: 22 } }] },
      { text: 'It is 42' },
    ])
    const tool = aTool((input) => Number((input as JsonObject).a) + Number((input as JsonObject).b))
    const end = await client.run(aCall({ tools: [tool] }))
    expect(end.text).toBe('It is 42')
    expect(end.uses).toHaveLength(2)
    expect(JSON.stringify(server.requests[1]?.body)).toContain('42')
  })

  it('is asked again after a 429, as late as it said', async () => {
    const { client, clock } = await bedrock([{ ...throttled, retryAfterSeconds: 7 }, throttled, { text: '42' }])
    const end = await client.run(aCall())
    expect(end.uses).toMatchObject([{ tries: 3, elapsedMs: 8_000 }])
    expect(clock.pauses).toEqual([7_000, 1_000])
  })

  it('is asked again after a 503', async () => {
    const { client, clock } = await bedrock([unavailable, { text: '42' }])
    expect((await client.run(aCall())).text).toBe('42')
    expect(clock.pauses).toEqual([500])
  })

  it.each(['throttlingException', 'modelStreamErrorException', 'internalServerException'])(
    'is asked again when a stream breaks off with %s, and nothing of the half answer is kept',
    async (breaksWith) => {
      const { client } = await bedrock([{ breaksWith, message: 'Broken off' }, { text: '42' }])
      expect(await client.run(aCall())).toMatchObject({ text: '42', uses: [{ tries: 2 }] })
    },
  )

  it('ends throttled after five tries', async () => {
    const { client, server } = await bedrock(Array.from({ length: 9 }, () => throttled))
    await expect(client.run(aCall())).rejects.toMatchObject({ code: 'MODEL_THROTTLED', retryable: true })
    expect(server.requests).toHaveLength(5)
  })

  it('does not wait beyond the deadline of the attempt', async () => {
    const { client, clock } = await bedrock([{ ...throttled, retryAfterSeconds: 90 }])
    await expect(client.run(aCall())).rejects.toMatchObject({ code: 'MODEL_THROTTLED' })
    expect(clock.pauses).toEqual([])
  })

  it.each([
    ['MODEL_REFUSED', { status: 400, type: 'ValidationException', message: 'temperature is not supported' }],
    ['MODEL_DENIED', { status: 403, type: 'AccessDeniedException', message: 'No access' }],
    ['MODEL_UNKNOWN', { status: 404, type: 'ResourceNotFoundException', message: 'No such model' }],
    [
      'MODEL_UNKNOWN',
      { status: 400, type: 'ValidationException', message: 'The provided model identifier is invalid.' },
    ],
    [
      'MODEL_PROMPT_TOO_LONG',
      { status: 400, type: 'ValidationException', message: 'Input is too long for requested model.' },
    ],
    ['MODEL_BLOCKED', { blocked: true }],
  ] as const)('ends with %s, asked once', async (code, answer) => {
    const { client, server } = await bedrock([answer], { guardrail: { id: 'rail', version: '1' } })
    await expect(client.run(aCall())).rejects.toMatchObject({ code })
    expect(server.requests).toHaveLength(1)
  })

  it('ends unavailable when nobody listens', async () => {
    const { client, server } = await bedrock([])
    await server.close()
    await expect(client.run(aCall({ deadline: 0 }))).rejects.toMatchObject({
      code: 'MODEL_UNAVAILABLE',
      retryable: true,
    })
  })

  it('ends timed out when it hangs', async () => {
    const { client } = await bedrock([{ hangs: true }])
    await expect(client.run(aCall({ callTimeoutMs: 100 }))).rejects.toMatchObject({ code: 'MODEL_TIMED_OUT' })
  })

  it('ends with the reason of the signal while it hangs', async () => {
    const { client, server } = await bedrock([{ hangs: true }])
    const controller = new AbortController()
    const run = client.run(aCall({ signal: controller.signal }))
    await vi.waitFor(() => expect(server.requests).toHaveLength(1), { timeout: 10_000 })
    controller.abort(new Error('cancelled by a test'))
    await expect(run).rejects.toThrow('cancelled by a test')
  })

  it('is told of the guardrail', async () => {
    const { client, server } = await bedrock([{ text: '42' }], { guardrail: { id: 'rail', version: '3' } })
    await client.run(aCall())
    expect(server.requests[0]?.body.guardrailConfig).toMatchObject({
      guardrailIdentifier: 'rail',
      guardrailVersion: '3',
    })
  })
})

describe('a fallback model', () => {
  it.each([
    ['throttled', [throttled, throttled]],
    ['unavailable', [unavailable, unavailable]],
    ['unknown', [{ status: 404, type: 'ResourceNotFoundException', message: 'No such model' }]],
    ['denied', [{ status: 403, type: 'AccessDeniedException', message: 'No access' }]],
  ] as const)('steps in for a model that is %s', async (_what, failures) => {
    const { client } = await bedrock([...failures, { text: '42' }], { fallback: 'model-b' })
    expect(await client.run(aCall())).toMatchObject({ uses: [{ model: 'model-b', tries: failures.length + 1 }] })
  })

  it('is not sent a request that the first refused', async () => {
    const refusal = { status: 400, type: 'ValidationException', message: 'messages: at least one is needed' }
    const { client, server } = await bedrock([refusal], { fallback: 'model-b' })
    await expect(client.run(aCall())).rejects.toMatchObject({ code: 'MODEL_REFUSED' })
    expect(server.requests).toHaveLength(1)
  })

  it('does not go on with what another model began', async () => {
    const { client } = await bedrock(
      [{ toolCalls: [{ name: 'add', input: {} }] }, ...Array.from({ length: 5 }, () => unavailable)],
      { fallback: 'model-b' },
    )
    await expect(client.run(aCall({ tools: [aTool(() => 1)] }))).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' })
  })
})

describe('the fake of Bedrock', () => {
  it('speaks HTTP/1.1 on the same port', async () => {
    const { server } = await bedrock([{ text: '42' }])
    const response = await fetch(`${server.url}/model/model-a/converse`, { method: 'POST', body: '{}' })
    expect(await response.json()).toMatchObject({ output: { message: { content: [{ text: '42' }] } } })
    expect(server.requests[0]?.httpVersion).toBe('1.1')
  })
})
