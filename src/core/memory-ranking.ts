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

export interface Corpus<T> {
  /** All texts of the scope that share a word with the query, others as one likes. */
  readonly texts: readonly T[]
  /** Of the whole scope. */
  readonly size: number
  readonly averageWords: number
}

/** In their order. */
export function wordsOf(text: string): string[] {
  const plain = text
    .normalize('NFKD')
    .replaceAll(/\p{M}+/gu, '')
    .toLowerCase()
  return (plain.match(/[\p{L}\p{N}]+/gu) ?? []).map((word) => word.slice(0, maxWordLength))
}

/** The first 200 different ones. */
export function queryWordsOf(query: string): string[] {
  return [...new Set(wordsOf(query))].slice(0, maxQueryWords)
}

/** What of a scope answers. Entries stand newest first; those without a common word are no part of it. */
export function recallFrom(corpus: Corpus<MemoryEntry>, { query, limit, floor }: Omit<MemoryQuery, 'at'>): Recalled {
  const { texts } = corpus
  const ranked = query === undefined ? texts.map((entry) => ({ ...entry, relevance: 1 })) : rankTexts(query, corpus)
  const relevant = ranked.filter(({ relevance }) => relevance >= floor)
  return {
    entries: relevant.slice(0, limit),
    belowFloor: ranked.length - relevant.length,
    beyondLimit: Math.max(0, relevant.length - limit),
  }
}

/** All texts of a scope as a corpus. */
export function corpusOf<T extends { readonly text: string }>(texts: readonly T[]): Corpus<T> {
  const words = texts.reduce((all, { text }) => all + wordsOf(text).length, 0)
  return { texts, size: texts.length, averageWords: texts.length === 0 ? 0 : words / texts.length }
}

/** The texts with their relevance, best first, among equals in the order given. Texts without a common word are left out. */
function rankTexts(query: string, { texts, size, averageWords }: Corpus<MemoryEntry>): RecalledEntry[] {
  const counted = texts.map((entry) => ({ entry, words: wordsOf(entry.text) }))
  const weights = new Map(queryWordsOf(query).map((word) => [word, weightOf(word, counted, size)]))
  const queryWeight = sum(weights.values())
  return counted
    .map(({ entry, words }) => ({
      ...entry,
      relevance: relevanceOf(words, { weights, queryWeight, size, averageWords }),
    }))
    .filter(({ relevance }) => relevance > 0)
    .sort((a, b) => b.relevance - a.relevance)
}

function weightOf(word: string, texts: readonly { readonly words: readonly string[] }[], size: number): number {
  return rarity(texts.filter(({ words }) => words.includes(word)).length, size)
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
function relevanceOf(words: readonly string[], { weights, queryWeight, size, averageWords }: Scale): number {
  const counts = new Map<string, number>()
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1)
  const length = 1 - lengthWeight + (lengthWeight * words.length) / averageWords
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

function sum(values: Iterable<number>): number {
  let all = 0
  for (const value of values) all += value
  return all
}
