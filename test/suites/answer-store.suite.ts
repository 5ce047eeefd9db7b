import { describe, expect, it } from 'vitest'
import { maxAnswerBytes } from '../../src/core/answer-size.ts'
import type { AnswerStore } from '../../src/ports/answer-store.ts'

let keys = 0

/** What every store of models' answers must do. One store serves all: each test has keys of its own. */
export function answerStoreSuite(name: string, open: () => Promise<AnswerStore>): void {
  const expiresAt = Date.parse('2030-01-01T00:00:00Z')
  const aKey = () => `agent#${++keys}`

  describe(`AnswerStore: ${name}`, () => {
    it('gives back what was put, and when it expires', async () => {
      const [store, key] = [await open(), aKey()]
      const answer = { text: '{"output":"größer \u0000 🙂"}', expiresAt }
      await store.put(key, answer)
      expect(await store.get(key)).toEqual(answer)
    })

    it('has nothing under a key that nobody put', async () => {
      expect(await (await open()).get(aKey())).toBeUndefined()
    })

    it('replaces an answer, and keeps those of other agents apart', async () => {
      const [store, key] = [await open(), aKey()]
      for (const text of ['a', 'b']) await store.put(key, { text, expiresAt })
      await store.put(`other_${key}`, { text: 'c', expiresAt: expiresAt + 1_000 })
      expect([(await store.get(key))?.text, (await store.get(`other_${key}`))?.text]).toEqual(['b', 'c'])
    })

    it('keeps an answer of the greatest size, and none beyond it', async () => {
      const [store, key] = [await open(), aKey()]
      const text = 'é'.repeat(maxAnswerBytes / 2)
      await store.put(key, { text, expiresAt })
      expect((await store.get(key))?.text === text).toBe(true)
      await store.put(`${key}x`, { text: `${text}x`, expiresAt })
      expect(await store.get(`${key}x`)).toBeUndefined()
    })
  })
}
