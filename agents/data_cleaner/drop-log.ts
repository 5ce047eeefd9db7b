import type { Quality } from './cleaned-data.ts'
import type { RawRecord } from './read-records.ts'

export interface DropLog {
  drop(reason: string, record: RawRecord): void
  /** Most frequent reason first. */
  list(): Quality['dropped']
}

const shownExamples = 3
const shownLength = 120

/** Counts what was dropped and why, and keeps the first few rows of each reason to look at. */
export function dropLog(): DropLog {
  const byReason = new Map<string, { count: number; examples: string[] }>()
  return {
    drop(reason, record) {
      const entry = byReason.get(reason) ?? { count: 0, examples: [] }
      entry.count += 1
      if (entry.examples.length < shownExamples)
        entry.examples.push(Object.values(record).join(' | ').slice(0, shownLength))
      byReason.set(reason, entry)
    },
    list: () =>
      [...byReason].map(([reason, entry]) => ({ reason, ...entry })).sort((one, other) => other.count - one.count),
  }
}
