import { describe, expect, it, vi } from 'vitest'
import * as z from 'zod'
import { createMemoryAnswers } from '../../../src/adapters/memory/memory-answers.ts'
import { createAnswerCache } from '../../../src/agent/llm/answer-cache.ts'
import { llm, tool } from '../../../src/agent/llm/index.ts'
import { startFakeBedrock } from '../../../src/testing/models/fake-bedrock.ts'
import { aContext } from './a-context.ts'

describe('the cache of answers', () => {
  it('answers the same question of the same tenant once, and another time for nothing', async () => {
    const fake = await startFakeBedrock([{ text: 'one' }, { text: 'two' }, { text: 'three' }])
    vi.stubEnv('AWS_ENDPOINT_URL_BEDROCK_RUNTIME', fake.url)
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
    const settings = { provider: 'bedrock', model: 'cached', region: 'us-east-1' } as const
    const asked: boolean[] = []
    const { context } = aContext([], { model: { settings, cacheAsked: (isHit) => void asked.push(isHit) } })
    const asker = llm({ instructions: 'x', cacheMs: 60_000 })
    const other = { ...context, job: { ...context.job, tenant: 'other' } }
    const results = [await asker.run(context), await asker.run(context), await asker.run(other)]
    const sampling = await llm({ instructions: 'x', cacheMs: 60_000, temperature: 1 }).run(context)
    vi.unstubAllEnvs()
    await fake.close()
    expect(results.map(({ output, cached }) => [output, cached])).toEqual([
      ['one', false],
      ['one', true],
      ['two', false],
    ])
    expect(results[1]).toMatchObject({ usage: { requests: 0 }, cost: { microUsd: 0, priceSource: 'cache' }, calls: [] })
    expect(sampling).toMatchObject({ output: 'three', cached: false })
    expect(asked).toEqual([false, true, false])
  })

  it('is kept for other processes where agents.yaml says so, but not of a run with tools or a temperature', async () => {
    const fake = await startFakeBedrock([{ text: '["one"]' }, { text: 'two' }, { text: 'three' }, { text: '["four"]' }])
    vi.stubEnv('AWS_ENDPOINT_URL_BEDROCK_RUNTIME', fake.url)
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
    const settings = { provider: 'bedrock', model: 'kept', region: 'us-east-1', cacheMs: 60_000 } as const
    const answers = createMemoryAnswers()
    const asked: string[] = []
    const get = (hash: string) => {
      asked.push(hash)
      return answers.get(hash)
    }
    const { context } = aContext([], { model: { settings, answers: { ...answers, get } } })
    const look = tool({ name: 'look', description: 'Looks.', input: z.object({}), run: () => 1 })
    const output = z.array(z.string())
    const first = await llm({ instructions: 'y', output, structuredOutput: 'json' }).run(context)
    const runs = [
      first,
      await llm({ instructions: 'y', tools: [look] }).run(context),
      await llm({ instructions: 'y', temperature: 0 }).run(context),
      await llm({ instructions: 'y', output, structuredOutput: 'json', cacheMs: 0 }).run(context),
    ]
    first.output.push('changed by its reader')
    const again = await llm({ instructions: 'y', output, structuredOutput: 'json' }).run(context)
    vi.unstubAllEnvs()
    await fake.close()
    expect(runs.map(({ cached }) => cached)).toEqual([false, false, false, false])
    expect(again).toMatchObject({ output: ['one'], cached: true })
    expect(asked).toHaveLength(1)
    expect(JSON.parse((await answers.get(asked[0] ?? ''))?.text ?? '')).toMatchObject({
      output: ['one'],
      model: 'kept',
    })
  })

  it('makes what is asked at once only once', async () => {
    const cache = createAnswerCache<number>(10, () => 0)
    let made = 0
    const make = async () => {
      made += 1
      return { value: made, expiresAt: 1 }
    }
    const all = await Promise.all([cache.get('a', make), cache.get('a', make), cache.get('b', make)])
    expect(all.map(({ value, isHit }) => [value, isHit])).toEqual([
      [1, false],
      [1, true],
      [2, false],
    ])
  })

  it('lets no failure of one end another, and keeps none', async () => {
    const cache = createAnswerCache<string>(10, () => 0)
    const failing = cache.get('a', () => Promise.reject(new Error('cancelled')))
    const waiting = cache.get('a', async () => ({ value: 'own', expiresAt: 1 }))
    await expect(failing).rejects.toThrow('cancelled')
    expect(await waiting).toEqual({ value: 'own', isHit: false })
  })

  it('forgets what is too old, and what was not asked for longest', async () => {
    let now = 0
    const cache = createAnswerCache<string>(2, () => now)
    const ask = async (key: string) => (await cache.get(key, async () => ({ value: key, expiresAt: now + 10 }))).isHit
    expect([await ask('a'), await ask('b'), await ask('a'), await ask('c'), await ask('a'), await ask('b')]).toEqual([
      false,
      false,
      true,
      false,
      true,
      false,
    ])
    now = 10
    expect(await ask('b')).toBe(false)
  })
})
