export type Keyword = 'and' | 'or' | 'not' | 'in'

const keywords = new Map<string, Keyword>([
  ['and', 'and'],
  ['or', 'or'],
  ['not', 'not'],
  ['in', 'in'],
])

/** The keyword that the word is; undefined for any other. Keywords are lower case (S13). */
export function keywordOf(word: string): Keyword | undefined {
  return keywords.get(word)
}
