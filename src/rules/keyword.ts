export type Keyword = 'and' | 'or' | 'not' | 'in'

const keywords = new Set<string>(['and', 'or', 'not', 'in'] satisfies Keyword[])

/** Whether the word is a keyword. Keywords are lower case (S13). */
export function isKeyword(word: string): word is Keyword {
  return keywords.has(word)
}
