/**
 * Strings as sequences of code points (S8). JavaScript's own operators look at UTF-16 units, which would put U+1F600
 * before U+FFFD, count it twice, and find half of it inside. A lone surrogate is a code point of its own.
 */

/** Negative, zero or positive, as `a` comes before, is, or comes after `b` in code-point order. */
export function compareText(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  let at = 0
  while (at < shorter && a.charCodeAt(at) === b.charCodeAt(at)) at++
  if (at === shorter) return a.length - b.length
  // The common part may end within a pair: then the whole pairs are compared.
  if (cutsPair(a, at) || cutsPair(b, at)) at--
  return (a.codePointAt(at) ?? 0) - (b.codePointAt(at) ?? 0)
}

/** How many code points. */
export function codePoints(text: string): number {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0)
}

/** So many code points from the beginning, or all of them if there are fewer. Looks no further, however long the text is. */
export function firstOf(text: string, count: number): string {
  return [...text.slice(0, 2 * count)].slice(0, count).join('')
}

/** At most 40 characters of it, so that a message stays one line. */
export function clip(written: string): string {
  const start = firstOf(written, 40)
  return start === written ? start : `${start}…`
}

/** Whether `part` stands in `text` at that offset, in whole code points. */
export function standsAt(text: string, part: string, at: number): boolean {
  return at >= 0 && text.startsWith(part, at) && !cutsPair(text, at) && !cutsPair(text, at + part.length)
}

/** Whether `part` stands anywhere in `text`, in whole code points. */
export function includesText(text: string, part: string): boolean {
  for (let at = text.indexOf(part); at !== -1; at = text.indexOf(part, at + 1)) {
    if (standsAt(text, part, at)) return true
  }
  return false
}

/** Whether the offset lies between the two halves of a surrogate pair. */
function cutsPair(text: string, at: number): boolean {
  return (text.codePointAt(at - 1) ?? 0) > 0xffff
}
