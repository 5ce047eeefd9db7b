/** One thing that a reader should take away: a heading that stands alone, and the sentences behind it. */
export interface Finding {
  readonly heading: string
  readonly text: string
}

/** `A, B and C`. */
export function listOf(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** `3 cities`, `1 city`. */
export function countOf(count: number, noun: { readonly one: string; readonly many: string }): string {
  return `${count} ${count === 1 ? noun.one : noun.many}`
}
