import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boundMemory, type MemoryEntry, memoryBounds } from '../../src/core/memory.ts'
import { queryWordsOf, recallFrom, wordsOf } from '../../src/core/memory-ranking.ts'

const entry = (text: string, at = 0): MemoryEntry => ({ id: text, text, labels: {}, at })
const recall = (query: string, texts: readonly string[]) =>
  recallFrom({ texts: texts.map((text) => entry(text)) }, { query, limit: 100, floor: 0 }).entries
const sentence = fc.array(fc.constantFrom('red', 'green', 'Äpfel', 'a', 'car', '42'), { maxLength: 8 })
const sentences = fc.array(
  sentence.map((words) => words.join(' ')),
  { maxLength: 8 },
)

describe('the bounds of a scope', () => {
  it('keep the newest entries, up to their number', () => {
    const newestFirst = Array.from({ length: memoryBounds.entries + 2 }, (_, index) => entry(`fact ${index}`))
    const { kept, beyond } = boundMemory(newestFirst)
    expect(kept).toEqual(newestFirst.slice(0, memoryBounds.entries))
    expect(beyond).toEqual(newestFirst.slice(memoryBounds.entries))
  })

  it('let nothing older in once an entry did not fit', () => {
    const large = entry('x'.repeat(memoryBounds.scopeBytes - 10))
    const { kept, beyond } = boundMemory([large, entry('does not fit'), entry('s')])
    expect([kept.length, beyond.length]).toEqual([1, 2])
  })

  it('tell older copies of an entry from what does not fit', () => {
    const { kept, copies } = boundMemory([entry('a', 3), entry('b', 2), entry('a', 1)])
    expect(kept).toEqual([entry('a', 3), entry('b', 2)])
    expect(copies).toEqual([entry('a', 1)])
  })
})

describe('the ranking', () => {
  it('takes words without their case and accents', () => {
    expect(wordsOf('L’Été, déjà-vu 3.5 Straße x_y')).toEqual(['l', 'ete', 'deja', 'vu', '3', '5', 'straße', 'x', 'y'])
    expect(queryWordsOf('b a B')).toEqual(['b', 'a'])
  })

  it('gives every text a relevance from 0 to 1, best first', () => {
    fc.assert(
      fc.property(sentences, sentence, (texts, query) => {
        const relevances = recall(query.join(' '), texts).map(({ relevance }) => relevance)
        expect(relevances.every((relevance) => relevance > 0 && relevance <= 1)).toBe(true)
        expect(relevances).toEqual(relevances.toSorted((a, b) => b - a))
      }),
      { numRuns: 200 },
    )
  })

  it('is the same when texts without a word of the query are left out', () => {
    fc.assert(
      fc.property(sentences, sentence, (texts, asking) => {
        const query = asking.join(' ')
        const all = texts.map((text) => entry(text))
        const asked = { query, limit: 100, floor: 0 }
        const matching = all.filter(({ text }) => wordsOf(text).some((word) => queryWordsOf(query).includes(word)))
        const words = all.reduce((sum, { text }) => sum + wordsOf(text).length, 0)
        const whole = { size: all.length, averageWords: words / all.length }
        expect(recallFrom({ texts: matching, whole }, asked)).toEqual(recallFrom({ texts: all }, asked))
      }),
      { numRuns: 200 },
    )
  })

  it('says more of a rare word than of one that most texts have', () => {
    const texts = ['the customer pays late', 'the customer moved', 'the customer called Meyer']
    expect(recall('the customer Meyer', texts)[0]?.text).toBe('the customer called Meyer')
  })

  it('finds a short fact by a whole prompt as well as a long text by a short question', () => {
    const prompt = `${'Please write a friendly reminder about the open amount. '.repeat(20)}The customer is Meyer.`
    const [fact] = recall(prompt, ['Meyer is a customer', 'Boats float', 'Cars drive'])
    expect(fact).toMatchObject({ text: 'Meyer is a customer', relevance: expect.closeTo(1, 0) })
    const [long] = recall('Meyer boat', [prompt, `${prompt} He has a boat.`, 'Cars drive'])
    expect(long?.text).toContain('boat')
    expect(long?.relevance).toBeGreaterThan(0.25)
  })
})
