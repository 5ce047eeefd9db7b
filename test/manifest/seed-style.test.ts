import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { codes, load } from './marked.ts'

const text = readFileSync(new URL('fixtures/seed-style.yaml', import.meta.url), 'utf8')

describe('a file in the style the platform grew from', () => {
  it('loads unchanged, with a word on what is not built', () => {
    const loaded = load(text)
    expect(codes(loaded)).toEqual([])
    expect(codes(loaded, 'warning')).toEqual(['MANIFEST_INPUT_OPTIONAL', 'MANIFEST_NOT_BUILT'])
    expect(loaded.definition).toBeDefined()
  })

  it('is kept as written for the parts that deploy it', () => {
    expect(load(text).manifest).toMatchObject({
      infrastructure: { queue: { provider: 'sqs', config: { visibility_timeout: 900 } } },
      llm: { provider: 'bedrock' },
      agents: { data_cleaner: { dependencies: { database: 'read-write', storage: 'required' } } },
    })
  })
})
