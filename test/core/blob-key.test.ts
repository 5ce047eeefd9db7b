import { describe, expect, it } from 'vitest'
import { blobKeyNames } from '../../src/core/blob-key.ts'

describe("a blob's key", () => {
  it('is made of names between slashes', () => {
    expect(blobKeyNames('outputs/job1/report-2.md')).toEqual(['outputs', 'job1', 'report-2.md'])
    expect(blobKeyNames('..a/...')).toEqual(['..a', '...'])
  })

  it.each(['', '..', '../a', 'a/../b', '/a', 'a//b', 'a\\b', 'a'.repeat(201)])('is not %j', (key) => {
    expect(() => blobKeyNames(key)).toThrow(expect.objectContaining({ code: 'BLOB_KEY_INVALID' }))
  })
})
