/** `2015-07` for `2015-07`, `2015-7`, `2015-07-31`, `2015/07`, `2015-07-31T10:00:00Z`, `201507`; undefined for anything else. */
export function parseMonth(text: string): string | undefined {
  const match = /^(\d{4})[-/.]?(\d{1,2})(?:[-/.](\d{1,2}))?(?:[T ].*)?$/.exec(text.trim())
  if (match === null) return undefined
  const [, year, monthText, dayText] = match
  const month = Number(monthText)
  const day = Number(dayText ?? '1')
  if (month < 1 || month > 12 || day < 1 || day > 31) return undefined
  return `${year}-${String(month).padStart(2, '0')}`
}

/**
 * A decimal number with an optional currency sign, thousands separators (comma, blank, apostrophe) and either `-` or
 * parentheses for a negative one. A comma is a decimal sign never: `12,5` is undefined, because guessing could be wrong by
 * a factor of ten.
 */
export function parseAmount(text: string): number | undefined {
  const inParentheses = /^\((.*)\)$/.exec(text.trim())
  const body = (inParentheses?.[1] ?? text).replace(/[$€£¥\s\u00a0\u202f]/g, '')
  if (!/^-?(\d{1,3}([,']\d{3})+|\d+)(\.\d+)?(e[+-]?\d{1,3})?$/i.test(body)) return undefined
  const value = Number(body.replace(/[,']/g, ''))
  if (!Number.isFinite(value)) return undefined
  return inParentheses === null ? value : -value
}

/** Nothing, or a word by which programs write that there is nothing. */
export function isMissing(text: string): boolean {
  return /^(|na|n\/a|nan|null|none|-|\.)$/i.test(text.trim())
}

/** One blank between words, none around. */
export function parseCategory(text: string): string {
  return text.trim().replace(/\s+/g, ' ')
}
