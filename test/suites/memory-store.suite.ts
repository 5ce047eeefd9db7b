import { beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { jobMemory, type MemoryEntry, memoryBounds } from '../../src/core/memory.ts'
import type { MemoryPlace, MemoryStore } from '../../src/ports/memory-store.ts'

const start = 1_800_000_000_000
let tests = 0

/** What every memory store must do. One store serves all tests, each with a tenant of its own. */
export function memoryStoreSuite(name: string, open: () => Promise<MemoryStore>): void {
  describe(`MemoryStore: ${name}`, () => {
    let opened: MemoryStore | undefined
    let clerk: MemoryPlace
    beforeAll(async () => {
      opened = await open()
    })
    beforeEach(() => {
      tests += 1
      clerk = { tenant: `tenant${tests}`, scope: 'clerk' }
    })
    const store = (): MemoryStore => {
      if (opened === undefined) throw new Error('no store is open')
      return opened
    }
    let now = start
    const remember = async (text: string, place = clerk, more: Partial<MemoryEntry> = {}) => {
      now += 1
      return await store().remember(place, { id: `id of ${text}`.slice(0, 40), text, labels: {}, at: now, ...more })
    }
    const recall = async (query?: string, { place = clerk, limit = 10, floor = 0, at = now } = {}) =>
      await store().recall(place, { limit, floor, at, ...(query === undefined ? {} : { query }) })
    const texts = async (...asked: Parameters<typeof recall>) =>
      (await recall(...asked)).entries.map(({ text }) => text)

    it('finds what shares a word with the query, the best match first, and nothing else', async () => {
      await remember('Meyer wants invoices by mail')
      await remember('The boat is in the harbour')
      await remember('Meyer has a boat')
      expect(await texts('Which boat has Meyer?')).toEqual([
        'Meyer has a boat',
        'Meyer wants invoices by mail',
        'The boat is in the harbour',
      ])
      expect(await texts('invoices')).toEqual(['Meyer wants invoices by mail'])
      expect(await texts('submarine')).toEqual([])
    })

    it('gives an entry back as it was, with its relevance between 0 and 1', async () => {
      const entry = {
        id: 'a',
        text: 'Größe “42” \u0000 e\u0301 😀',
        labels: { kind: 'size', __proto__x: '' },
        at: start,
      }
      await remember('', clerk, entry)
      const { entries } = await recall('GROSSE 42 GRÖẞE grö\u00dfe')
      expect(entries).toEqual([{ ...entry, relevance: expect.any(Number) }])
      expect(entries[0]?.relevance).toBeGreaterThan(0)
      expect(entries[0]?.relevance).toBeLessThanOrEqual(1)
    })

    it('has the relevance that the ranking gives, so that every store answers alike', async () => {
      for (const text of ['red apple', 'green apple', 'red red car on the road']) await remember(text)
      const { entries } = await recall('the red apple')
      expect(entries.map(({ text, relevance }) => [text, Math.round(relevance * 1_000)])).toMatchInlineSnapshot(`
        [
          [
            "red apple",
            1000,
          ],
          [
            "red red car on the road",
            637,
          ],
          [
            "green apple",
            521,
          ],
        ]
      `)
    })

    it('says how many were below the floor and beyond the limit', async () => {
      await remember('Meyer pays late')
      await remember('Meyer pays in cash')
      await remember('Some entirely different long text that happens to mention Meyer once among many words')
      const { entries, belowFloor, beyondLimit } = await recall('Meyer pays', { floor: 0.4, limit: 1 })
      expect({ found: entries.length, belowFloor, beyondLimit }).toEqual({ found: 1, belowFloor: 1, beyondLimit: 1 })
    })

    it('lists the newest first when nothing is asked', async () => {
      for (const text of ['one', 'two', 'three']) await remember(text)
      expect(await texts(undefined, { limit: 2 })).toEqual(['three', 'two'])
      expect(await recall(undefined)).toMatchObject({
        belowFloor: 0,
        beyondLimit: 0,
        entries: [{ relevance: 1 }, {}, {}],
      })
    })

    it('keeps an entry that is remembered again once, as the newest', async () => {
      await remember('one')
      await remember('two')
      expect(await remember('one', clerk, { labels: { seen: 'twice' } })).toEqual({ forgotten: 0 })
      const { entries } = await recall()
      expect(entries).toMatchObject([{ text: 'one', labels: { seen: 'twice' } }, { text: 'two' }])
      expect(await texts('one')).toEqual(['one'])
    })

    it('keeps tenants and scopes apart', async () => {
      const places = [
        clerk,
        { ...clerk, scope: 'clerk_two' },
        { ...clerk, tenant: `other${clerk.tenant}` },
        { ...clerk, tenant: `clerk#${clerk.tenant}` },
        { ...clerk, scope: jobMemory('job1') },
        { ...clerk, scope: jobMemory('job11') },
      ]
      for (const [index, place] of places.entries()) await remember(`secret ${index}`, place, { id: 'same' })
      for (const [index, place] of places.entries()) {
        expect(await texts('secret', { place })).toEqual([`secret ${index}`])
        expect(await texts(undefined, { place })).toEqual([`secret ${index}`])
      }
      await store().forget({ ...clerk, tenant: `other${clerk.tenant}` }, 'same')
      expect(await texts('secret')).toEqual(['secret 0'])
    })

    it('forgets what it is told to, and does nothing when it is not there', async () => {
      await remember('one fact')
      await remember('another fact')
      await store().forget(clerk, 'id of one fact')
      await store().forget(clerk, 'id of one fact')
      expect(await texts('fact')).toEqual(['another fact'])
    })

    it('finds nothing that is too old', async () => {
      await remember('old fact')
      const at = now + memoryBounds.keepMs
      expect(await texts('fact', { at: at - 1 })).toEqual(['old fact'])
      expect(await texts('fact', { at })).toEqual([])
      expect(await texts(undefined, { at })).toEqual([])
    })

    it('forgets the oldest where all of them are too large together', async () => {
      const large = 'word '.repeat(20_000)
      const fitting = Math.floor(memoryBounds.scopeBytes / large.length)
      for (let index = 0; index < fitting; index += 1) await remember(`${index} ${large}`)
      expect(await remember(`last ${large}`)).toEqual({ forgotten: 1 })
      const { entries } = await recall()
      expect(entries.map(({ text }) => text.slice(0, 4))).toEqual(['last', '4 wo', '3 wo', '2 wo', '1 wo'])
    })

    it.each(['', '"', 'a" OR "b', 'words:x', 'NEAR(a b)', '*', '-', '\u0000', '漢字 ä'])(
      'takes the query %j for words only',
      async (query) => {
        await remember('unrelated')
        expect(await texts(query)).toEqual([])
      },
    )
  })
}
