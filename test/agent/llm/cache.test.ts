import { describe, expect, it, vi } from 'vitest'
import { createAnswerCache } from '../../../src/agent/llm/answer-cache.ts'
import { llm } from '../../../src/agent/llm/index.ts'
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

  it('makes what is asked at once only once', async () => {
    const cache = createAnswerCache<number>(10, () => 0)
    let made = 0
    const make = async () => {
      made += 1
      return made
    }
    const all = await Promise.all([cache.get('a', 1, make), cache.get('a', 1, make), cache.get('b', 1, make)])
    expect(all.map(({ value, isHit }) => [value, isHit])).toEqual([
      [1, false],
      [1, true],
      [2, false],
    ])
  })

  it('lets no failure of one end another, and keeps none', async () => {
    const cache = createAnswerCache<string>(10, () => 0)
    const failing = cache.get('a', 1, () => Promise.reject(new Error('cancelled')))
    const waiting = cache.get('a', 1, async () => 'own')
    await expect(failing).rejects.toThrow('cancelled')
    expect(await waiting).toEqual({ value: 'own', isHit: false })
  })

  it('forgets what is too old, and what was not asked for longest', async () => {
    let now = 0
    const cache = createAnswerCache<string>(2, () => now)
    const ask = async (key: string) => (await cache.get(key, 10, async () => key)).isHit
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
