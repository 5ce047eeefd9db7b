import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { manifestSchema } from '../../src/manifest/schema/manifest.ts'
import { load } from './marked.ts'

const page = readFileSync(new URL('../../docs/agents-yaml.md', import.meta.url), 'utf8')

describe('docs/agents-yaml.md', () => {
  it('begins with a file that loads without a word', () => {
    const [, example = ''] = /```yaml\n(.*?)```/s.exec(page) ?? []
    expect(load(example).findings).toEqual([])
  })

  it.each(Object.keys(manifestSchema.shape))('says what %s is', (key) => {
    expect(page).toMatch(new RegExp(`^## .*\\b${key}\\b|section[s]? .*\`${key}\``, 'm'))
  })
})
