/**
 * How well texts answer a query, by the words they share: Okapi BM25 (k1 1.2, b 0.75), set in proportion to what it
 * could be, so that a floor means the same for every query and every memory.
 *
 * 1. Relevance is in [0, 1]; 0 without a common word.
 * 2. It depends on the query, the text, and the number and length of the scope's texts, never on another tenant's.
 * 3. Texts without a word of the query need not be there: what finds texts by an index ranks them as well.
 *
 * A word is a run of letters and digits, without case and accents. It knows no stems and no synonyms, and a language
 * without spaces is one long word to it.
 */

import type { MemoryEntry, MemoryQuery, Recalled, RecalledEntry } from './memory.ts'

const saturation = 1.2
const lengthWeight = 0.75
/** Of a query: a whole prompt may be one. */
const maxQueryWords = 200
const maxWordLength = 40

/** The entries of a scope that share a word with the query, the newest first, and others as one likes. */
export interface Corpus {
  readonly texts: readonly MemoryEntry[]
  /** Of the whole scope. Absent: its entries are all there. */
  readonly whole?: { readonly size: number; readonly averageWords: number }
}

/** In their order. */
export function wordsOf(text: string): string[] {
  const plain = isAscii(text) ? text : text.normalize('NFKD').replaceAll(/\p{M}+/gu, '')
  return (plain.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.slice(0, maxWordLength))
}

/** The first 200 different ones. */
export function queryWordsOf(query: string): string[] {
  return [...new Set(wordsOf(query))].slice(0, maxQueryWords)
}

/** What of a scope answers. Entries stand newest first; those without a common word are no part of it. */
export function recallFrom(corpus: Corpus, { query, limit, floor }: Omit<MemoryQuery, 'at'>): Recalled {
  const { texts } = corpus
  const ranked = query === undefined ? texts.map((entry) => ({ ...entry, relevance: 1 })) : rankTexts(query, corpus)
  const relevant = ranked.filter(({ relevance }) => relevance >= floor)
  return {
    entries: relevant.slice(0, limit),
    belowFloor: ranked.length - relevant.length,
    beyondLimit: Math.max(0, relevant.length - limit),
  }
}

/** The texts with their relevance, best first, among equals in the order given. Texts without a common word are left out. */
function rankTexts(query: string, { texts, whole }: Corpus): RecalledEntry[] {
  const counted = texts.map((entry) => countedOf(entry))
  const { size, averageWords } = whole ?? wholeOf(counted)
  const having = (word: string) => counted.filter(({ counts }) => counts.has(word)).length
  const weights = new Map(queryWordsOf(query).map((word) => [word, rarity(having(word), size)]))
  const scale = { weights, queryWeight: sum(weights.values()), size, averageWords }
  return counted
    .map((text) => ({ ...text.entry, relevance: relevanceOf(text, scale) }))
    .filter(({ relevance }) => relevance > 0)
    .sort((a, b) => b.relevance - a.relevance)
}

interface Counted {
  readonly entry: MemoryEntry
  readonly length: number
  readonly counts: ReadonlyMap<string, number>
}

function countedOf(entry: MemoryEntry): Counted {
  const words = wordsOf(entry.text)
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  return { entry, length: words.length, counts }
}

function wholeOf(texts: readonly Counted[]): NonNullable<Corpus['whole']> {
  return { size: texts.length, averageWords: sum(texts.map(({ length }) => length)) / texts.length }
}

/**
 * The more texts have a word, the less it says; of one that no text has nothing is known, so it is taken for a rare one.
 * Among few texts every word would seem common: it is looked at as if there were ten more without it.
 */
function rarity(having: number, size: number): number {
  const met = Math.max(1, having)
  return Math.log(1 + (size + 10 - met + 0.5) / (met + 0.5))
}

interface Scale {
  readonly weights: ReadonlyMap<string, number>
  readonly queryWeight: number
  readonly size: number
  readonly averageWords: number
}

/**
 * The share of the query that the text has, or of the text that the query has, whichever is larger: a short question finds
 * its place in a long text, and a whole prompt finds a short fact.
 */
function relevanceOf({ counts, length: words }: Counted, scale: Scale): number {
  const { weights, queryWeight, size, averageWords } = scale
  const length = 1 - lengthWeight + (lengthWeight * words) / averageWords
  // How many texts have a word that is not asked for, nobody counts: it is taken for a rare one.
  const rare = rarity(1, size)
  let score = 0
  let textWeight = 0
  for (const [word, count] of counts) {
    const weight = weights.get(word)
    textWeight += weight ?? rare
    if (weight !== undefined) score += (weight * count * (saturation + 1)) / (count + saturation * length)
  }
  return score === 0 ? 0 : Math.min(1, score / Math.min(queryWeight, textWeight))
}

/** Most texts are, and have no accents to be looked for. */
function isAscii(text: string): boolean {
  return Buffer.byteLength(text) === text.length
}

function sum(values: Iterable<number>): number {
  let all = 0
  for (const value of values) all += value
  return all
}
