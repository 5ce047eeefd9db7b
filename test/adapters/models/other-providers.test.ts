import { afterEach, describe, expect, it } from 'vitest'
import { createAnthropicCandidate } from '../../../src/adapters/models/anthropic.ts'
import { createOpenAiCandidate } from '../../../src/adapters/models/openai-compatible.ts'
import { createStrandsClient } from '../../../src/adapters/models/strands-client.ts'
import { type HttpAnswer, startHttpAnswers } from './http-answers.ts'
import { aCall, aTool, recordingClock } from './model-calls.ts'

let server: Awaited<ReturnType<typeof startHttpAnswers>> | undefined

afterEach(async () => {
  await server?.close()
  server = undefined
})

const key = 'sk-canary-0123456789'

async function openAi(answers: readonly HttpAnswer[]) {
  server = await startHttpAnswers(answers)
  const clock = recordingClock()
  const candidate = createOpenAiCandidate({ model: 'llama', endpoint: `${server.url}/v1`, apiKey: key })
  return { server, clock, client: createStrandsClient({ candidates: [candidate], clock }) }
}

async function anthropic(answers: readonly HttpAnswer[]) {
  server = await startHttpAnswers(answers)
  const clock = recordingClock()
  const candidate = createAnthropicCandidate({ model: 'claude', endpoint: server.url, apiKey: key })
  return { server, clock, client: createStrandsClient({ candidates: [candidate], clock }) }
}

const chunk = (delta: object, finish: string | null = null) => ({
  id: 'x',
  object: 'chat.completion.chunk',
  choices: [{ index: 0, delta, finish_reason: finish }],
})
const usage = { choices: [], usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 } }
const openAiText: HttpAnswer = {
  body: [chunk({ role: 'assistant', content: '42' }), chunk({}, 'stop'), usage, '[DONE]'],
}
const call = { index: 0, id: 'c1', type: 'function', function: { name: 'add', arguments: '{"a":20,"b":22}' } }
const openAiCall: HttpAnswer = {
  body: [chunk({ role: 'assistant', tool_calls: [call] }), chunk({}, 'tool_calls'), usage, '[DONE]'],
}

describe('a model behind chat completions', () => {
  it('answers, and calls tools', async () => {
    const { client, server } = await openAi([openAiCall, openAiText])
    const end = await client.run(aCall({ tools: [aTool(() => 42)] }))
    expect(end).toMatchObject({
      text: '42',
      uses: [{ provider: 'openai-compatible', inputTokens: 12, outputTokens: 3 }, {}],
    })
    expect(server.requests[1]).toMatchObject({
      path: '/v1/chat/completions',
      headers: { authorization: `Bearer ${key}` },
    })
    expect(JSON.stringify(server.requests[1]?.body.messages)).toContain('42')
  })

  it('is asked again after a 429, as late as it said, by us alone', async () => {
    const busy: HttpAnswer = { status: 429, headers: { 'retry-after': '3' }, body: { error: { message: 'slow down' } } }
    const { client, clock, server } = await openAi([busy, openAiText])
    expect((await client.run(aCall())).text).toBe('42')
    expect(clock.pauses).toEqual([3_000])
    expect(server.requests).toHaveLength(2)
  })

  it.each([
    ['MODEL_DENIED', 401, `Incorrect API key provided: ${key}`],
    ['MODEL_UNKNOWN', 404, 'model "llama" not found, try pulling it first'],
    ['MODEL_PROMPT_TOO_LONG', 400, "This model's maximum context length is 8192 tokens"],
    ['MODEL_REFUSED', 400, 'tools are not supported'],
  ])('ends with %s, without its key', async (code, status, message) => {
    const { client } = await openAi([{ status, body: { error: { message } } }])
    const thrown = await client.run(aCall()).catch((fault: unknown) => fault)
    expect(thrown).toMatchObject({ code })
    expect(String(thrown)).not.toContain('canary')
  })
})

const anthropicText: HttpAnswer = {
  body: [
    {
      type: 'message_start',
      message: {
        id: 'm',
        type: 'message',
        role: 'assistant',
        content: [],
        model: 'claude',
        usage: { input_tokens: 12, output_tokens: 1 },
      },
    },
    { type: 'content_block_start', index: 0, content_block: { type: 'text', text: '' } },
    { type: 'content_block_delta', index: 0, delta: { type: 'text_delta', text: '42' } },
    { type: 'content_block_stop', index: 0 },
    { type: 'message_delta', delta: { stop_reason: 'end_turn' }, usage: { output_tokens: 3 } },
    { type: 'message_stop' },
  ],
}

describe("a model behind Anthropic's API", () => {
  it('answers', async () => {
    const { client, server } = await anthropic([anthropicText])
    expect(await client.run(aCall())).toMatchObject({ text: '42', uses: [{ provider: 'anthropic', inputTokens: 12 }] })
    expect(server.requests[0]).toMatchObject({ path: '/v1/messages', headers: { 'x-api-key': key } })
  })

  it('is asked again when it is overloaded', async () => {
    const busy: HttpAnswer = {
      status: 529,
      body: { type: 'error', error: { type: 'overloaded_error', message: 'Overloaded' } },
    }
    const { client, clock } = await anthropic([busy, anthropicText])
    expect((await client.run(aCall())).text).toBe('42')
    expect(clock.pauses).toEqual([500])
  })
})
