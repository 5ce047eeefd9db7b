import { afterEach, describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { createMemoryAnswers } from '../../../src/adapters/memory/memory-answers.ts'
import { keptAnswers } from '../../../src/agent/llm/kept-answers.ts'
import type { LlmResult } from '../../../src/agent/llm/llm-source.ts'
import { Fault } from '../../../src/core/fault.ts'
import type { AnswerStore } from '../../../src/ports/answer-store.ts'
import { aContext } from './a-context.ts'

const inAnHour = Date.now() + 3_600_000

function aResult(output: unknown): LlmResult {
  const usage = { requests: 1, inputTokens: 9, outputTokens: 9, cacheReadTokens: 0, cacheWriteTokens: 0 }
  const cost = { microUsd: 7, priceSource: 'own' }
  const who = { provider: 'bedrock', model: 'm', simulated: false, cached: false } as const
  return { output, text: 'words', ...who, usage, cost, calls: [] }
}

interface Given {
  readonly output?: z.ZodType
  readonly later?: z.ZodType
  readonly result: unknown
  readonly expiresAt?: number
  readonly answers?: AnswerStore
  readonly maskPersonalData?: boolean
}

/** What the next process finds of a result. */
async function foundAgain(given: Given) {
  const { output, later = output, result, expiresAt = inAnHour, answers = createMemoryAnswers(), ...mask } = given
  const { context, lines } = aContext([], { model: { answers } })
  const source = (schema: z.ZodType | undefined) => ({ ...(schema === undefined ? {} : { output: schema }), ...mask })
  await keptAnswers(source(output), context, 'h').keep({ value: aResult(result), expiresAt })
  const found = await keptAnswers(source(later), context, 'h').find()
  return { found, lines }
}

const price = z.object({ cents: z.int() })

describe('an answer that is kept', () => {
  it('comes back as it was, cached and for nothing', async () => {
    const { found } = await foundAgain({ output: price, result: { cents: 7 } })
    expect(found?.expiresAt).toBe(inAnHour)
    expect(found?.value).toEqual({
      ...aResult({ cents: 7 }),
      cached: true,
      usage: { requests: 0, inputTokens: 0, outputTokens: 0, cacheReadTokens: 0, cacheWriteTokens: 0 },
      cost: { microUsd: 0, priceSource: 'cache' },
    })
    expect((await foundAgain({ result: 'plain words' })).found?.value.output).toBe('plain words')
  })

  it.each<[string, Given]>([
    ['has expired', { result: 'old', expiresAt: Date.now() - 1 }],
    ['the schema makes something else of', { output: z.string().transform(Number), result: 7 }],
    ['the schema makes something else of in JSON', { output: z.int().transform((n) => n + 1), result: 8 }],
    ['is no JSON', { output: z.any(), result: { at: new Date() } }],
    ['JSON cannot have', { output: z.any(), result: 1n }],
    [
      'a changed schema does not take',
      { output: price, later: price.extend({ shop: z.string() }), result: { cents: 7 } },
    ],
    ['is too large', { result: 'x'.repeat(100_000) }],
    ['has personal data in place of its mask', { result: 'a@example.com', maskPersonalData: true }],
  ])('does not come back where it %s', async (_, given) => {
    expect(await foundAgain(given)).toEqual({ found: undefined, lines: [] })
  })

  it.each(['no JSON but a canary', '{"output":"canary"}'])(
    'is missed when it is damaged, and not shown: %s',
    async (text) => {
      const answers: AnswerStore = { get: async () => ({ text, expiresAt: inAnHour }), put: async () => undefined }
      const { found, lines } = await foundAgain({ result: 'x', answers })
      expect(found).toBeUndefined()
      expect(lines).toEqual(['Kept answers cannot be read: the model is asked {"problem":"it is damaged"}'])
    },
  )
})

describe('a store of answers', () => {
  afterEach(() => vi.useRealTimers())

  it('that is down costs a line in the log each time', async () => {
    const down = () => Promise.reject(new Fault('STORE_UNAVAILABLE', { operation: 'x', problem: 'no route' }))
    const { found, lines } = await foundAgain({ result: 'x', answers: { get: down, put: down } })
    expect(found).toBeUndefined()
    expect(lines).toHaveLength(2)
    expect(lines.join()).toContain('no route')
  })

  it('that does not answer is waited for one second', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    const silent = () => new Promise<never>(() => undefined)
    const asked = foundAgain({ result: 'x', answers: { get: silent, put: silent } })
    await vi.advanceTimersByTimeAsync(2_000)
    const { found, lines } = await asked
    expect(found).toBeUndefined()
    expect(lines).toMatchObject([expect.stringContaining('within 1000 ms'), expect.stringContaining('within 1000 ms')])
  })
})
