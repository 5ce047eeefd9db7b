import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { BlobStore } from '../../src/ports/blob-store.ts'

export interface OpenedBlobStore {
  readonly blobs: BlobStore
  close(): Promise<void>
}

/** What every blob store must do. Each test gets a store of its own, empty. */
export function blobStoreSuite(name: string, open: () => Promise<OpenedBlobStore>): void {
  describe(`BlobStore: ${name}`, () => {
    let opened: OpenedBlobStore | undefined
    beforeEach(async () => {
      opened = await open()
    })
    afterEach(() => opened?.close())
    const store = (): BlobStore => {
      if (opened === undefined) throw new Error('no store is open')
      return opened.blobs
    }

    it('gives back the bytes that were put', async () => {
      const bytes = Uint8Array.from({ length: 256 }, (_, index) => index)
      await store().put('outputs/job1/cleaner.json', bytes)
      expect(await store().get('outputs/job1/cleaner.json')).toEqual(bytes)
    })

    it.each([0, 5_000_000])('takes a value of %i bytes', async (size) => {
      const bytes = new Uint8Array(size).fill(7)
      await store().put('a', bytes)
      expect(Buffer.compare(await store().get('a'), bytes)).toBe(0)
    })

    it('replaces the value of a key', async () => {
      await store().put('a', Buffer.from('a longer first value'))
      await store().put('a', Buffer.from('second'))
      expect(text(await store().get('a'))).toBe('second')
    })

    it('keeps a key apart from the keys below it', async () => {
      await store().put('a/b/c', Buffer.from('below'))
      await store().put('a/b', Buffer.from('above'))
      await store().put('a', Buffer.from('top'))
      expect(await Promise.all(['a', 'a/b', 'a/b/c'].map(async (key) => text(await store().get(key))))).toEqual([
        'top',
        'above',
        'below',
      ])
    })

    it('has one of the values whole after many were put at once under one key', async () => {
      const values = Array.from({ length: 20 }, (_, index) => String(index).repeat(10_000 + index))
      await Promise.all(values.map((value) => store().put('a/b', Buffer.from(value))))
      expect(values).toContain(text(await store().get('a/b')))
    })

    it('takes many keys of one new folder at once', async () => {
      const keys = Array.from({ length: 30 }, (_, index) => `new/folder/key${index}`)
      await Promise.all(keys.map((key) => store().put(key, Buffer.from(key))))
      expect(await Promise.all(keys.map(async (key) => text(await store().get(key))))).toEqual(keys)
    })

    it('does not share its bytes with who put or got them', async () => {
      const put = Uint8Array.of(1, 2, 3)
      await store().put('a', put)
      put[0] = 9
      const got = await store().get('a')
      got[1] = 9
      expect(await store().get('a')).toEqual(Uint8Array.of(1, 2, 3))
    })

    it.each(['unknown', 'a', 'a/b/c'])('says that the blob %s is missing', async (key) => {
      await store().put('a/b', Buffer.from('x'))
      await expect(store().get(key)).rejects.toMatchObject({ code: 'BLOB_MISSING', retryable: false })
    })

    it.each([200, 199])('takes a name of %i characters and a key of 512', async (length) => {
      const longest = `${'n'.repeat(length)}/${'m'.repeat(200)}/${'o'.repeat(510 - 200 - length)}`
      await store().put(longest, Buffer.from('x'))
      expect(text(await store().get(longest))).toBe('x')
    })

    it.each([
      '',
      '/',
      '/a',
      'a/',
      'a//b',
      '.',
      '..',
      '../a',
      'a/../b',
      'a/..',
      'a\\b',
      'a b',
      'a\u0000',
      'ä',
      '@a',
      '+new/a',
      'n'.repeat(201),
      'abc/'.repeat(128).concat('d'),
    ])('refuses the key %j', async (key) => {
      const invalid = { code: 'BLOB_KEY_INVALID', retryable: false }
      await expect(store().put(key, Buffer.from('x'))).rejects.toMatchObject(invalid)
      await expect(store().get(key)).rejects.toMatchObject(invalid)
    })
  })
}

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}
