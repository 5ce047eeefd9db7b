import { sum } from 'simple-statistics'
import { monthsBetween } from '../series/month.ts'
import type { MonthlyAmounts } from './clean-rows.ts'
import type { CategorySeries, Quality } from './cleaned-data.ts'

export interface CompleteSeries {
  readonly months: string[]
  readonly series: CategorySeries[]
  readonly filled: Quality['filled']
  readonly leftOut: Quality['leftOut']
}

/** The longest run of missing months that is filled. Three may hide a season's turn. */
const maxFilledRun = 2

/**
 * Lays all categories over the same consecutive months, largest first. A gap of up to two months between known ones is
 * filled on a straight line; a category with a longer gap, or that starts later or ends earlier than the others, is left
 * out and named.
 */
export function completeSeries(amounts: MonthlyAmounts): CompleteSeries {
  const known = [...amounts.values()].flatMap((ofCategory) => [...ofCategory.keys()]).sort()
  const months = monthsBetween(known[0] ?? '', known.at(-1) ?? '')
  const series: CategorySeries[] = []
  const filled: Quality['filled'] = []
  const leftOut: Quality['leftOut'] = []
  for (const [category, ofCategory] of amounts) {
    const raw = months.map((month) => ofCategory.get(month))
    const reason = whyUnusable(raw)
    if (reason !== undefined) {
      leftOut.push({ category, reason })
      continue
    }
    const missing = months.filter((month) => !ofCategory.has(month))
    if (missing.length > 0) filled.push({ category, months: missing })
    series.push({ category, amounts: fillGaps(raw) })
  }
  series.sort((one, other) => sum(other.amounts) - sum(one.amounts))
  return { months, series, filled, leftOut }
}

function whyUnusable(raw: readonly (number | undefined)[]): string | undefined {
  const first = raw.findIndex((value) => value !== undefined)
  const last = raw.findLastIndex((value) => value !== undefined)
  if (first > 0) return `starts ${monthCount(first)} later than others`
  if (last < raw.length - 1) return `ends ${monthCount(raw.length - 1 - last)} earlier than others`
  const longest = longestGap(raw)
  return longest > maxFilledRun ? `${longest} months in a row are missing` : undefined
}

function monthCount(count: number): string {
  return count === 1 ? '1 month' : `${count} months`
}

function longestGap(raw: readonly (number | undefined)[]): number {
  let longest = 0
  let run = 0
  for (const value of raw) {
    run = value === undefined ? run + 1 : 0
    longest = Math.max(longest, run)
  }
  return longest
}

/** The first and the last value must be known. */
export function fillGaps(raw: readonly (number | undefined)[]): number[] {
  const complete: number[] = []
  for (const [index, value] of raw.entries()) {
    if (value !== undefined) {
      complete.push(value)
      continue
    }
    const before = complete.at(-1) ?? 0
    const ahead = raw.slice(index).findIndex((later) => later !== undefined)
    const after = raw[index + ahead] ?? before
    complete.push(before + (after - before) / (ahead + 1))
  }
  return complete
}
