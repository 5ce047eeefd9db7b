import type { CleanerInput, Columns } from './cleaner-input.ts'
import type { DropLog } from './drop-log.ts'
import { isMissing, parseAmount, parseCategory, parseMonth } from './parse-fields.ts'
import type { RawRecord } from './read-records.ts'

/** Amounts by month, by category. A category is spelled as it was first met. */
export type MonthlyAmounts = ReadonlyMap<string, ReadonlyMap<string, number>>

export interface CleanRows {
  readonly amounts: MonthlyAmounts
  readonly kept: number
}

type Rules = Pick<CleanerInput, 'columns' | 'exclude' | 'combine'>

/**
 * Validates, normalises, deduplicates and adds up.
 *
 * 1. Every record ends either in `kept` or once in `drops`.
 * 2. A repeated record (all its fields equal) counts once.
 * 3. No amount is guessed: what cannot be read, or is negative, is dropped with its reason.
 */
export function cleanRows(records: readonly RawRecord[], rules: Rules, drops: DropLog): CleanRows {
  const amounts = new Map<string, Map<string, number>>()
  const spelling = new Map<string, string>()
  const lastOf = new Map<string, RawRecord>()
  const seen = new Set<string>()
  const excluded = new Set(rules.exclude.map((name) => keyOf(parseCategory(name))))
  let kept = 0
  for (const record of records) {
    const row = readRow(record, rules.columns, excluded)
    const fingerprint = JSON.stringify(record)
    if (typeof row === 'string') {
      drops.drop(row, record)
      continue
    }
    if (seen.has(fingerprint)) {
      drops.drop('repeated row', record)
      continue
    }
    seen.add(fingerprint)
    const category = spelling.get(keyOf(row.category)) ?? row.category
    spelling.set(keyOf(category), category)
    const ofCategory = amounts.get(category) ?? new Map<string, number>()
    amounts.set(category, ofCategory)
    const cell = `${category}\n${row.month}`
    const earlier = lastOf.get(cell)
    if (rules.combine === 'last' && earlier !== undefined) {
      drops.drop('replaced by a later row', earlier)
      kept -= 1
      ofCategory.delete(row.month)
    }
    lastOf.set(cell, record)
    ofCategory.set(row.month, (ofCategory.get(row.month) ?? 0) + row.amount)
    kept += 1
  }
  return { amounts, kept }
}

interface Row {
  readonly month: string
  readonly category: string
  readonly amount: number
}

/** The row, or why there is none. */
function readRow(record: RawRecord, columns: Columns, excluded: ReadonlySet<string>): Row | string {
  const category = parseCategory(record[columns.category] ?? '')
  if (category === '') return 'no category'
  if (excluded.has(keyOf(category))) return 'category is excluded'
  const month = parseMonth(monthText(record, columns.month))
  if (month === undefined) return 'month cannot be read'
  const text = record[columns.amount] ?? ''
  if (isMissing(text)) return 'no amount'
  const amount = parseAmount(text)
  if (amount === undefined) return 'amount is not a number'
  if (amount < 0) return 'amount is negative'
  return { month, category, amount }
}

function monthText(record: RawRecord, column: Columns['month']): string {
  if (typeof column === 'string') return record[column] ?? ''
  return `${(record[column.year] ?? '').trim()}-${(record[column.month] ?? '').trim()}`
}

function keyOf(category: string): string {
  return category.toLowerCase()
}
