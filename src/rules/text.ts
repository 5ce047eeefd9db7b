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
  if (!surrogate.test(text)) return text.length
  let count = text.length
  for (let at = 1; at < text.length; at++) {
    if (cutsPair(text, at)) {
      count--
      at++
    }
  }
  return count
}

const surrogate = /[\ud800-\udfff]/

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
  return isHigh(text.charCodeAt(at - 1)) && isLow(text.charCodeAt(at))
}

function isHigh(unit: number): boolean {
  return unit >= 0xd800 && unit <= 0xdbff
}

function isLow(unit: number): boolean {
  return unit >= 0xdc00 && unit <= 0xdfff
}
