import { describe, expect, it } from 'vitest'
import { committed, generated } from '../../scripts/generate.ts'

describe('generated files', () => {
  it.each(Object.entries(generated))('%s is what npm run generate would write', (path, make) => {
    expect(committed(path) === make(), `${path} is out of date: npm run generate`).toBe(true)
  })
})
