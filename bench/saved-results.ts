import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { MachineFacts } from './machine.ts'

/** What `--save` keeps of a benchmark. */
export interface SavedResult<T> {
  readonly benchmark: string
  /** ISO text. */
  readonly at: string
  readonly machine: MachineFacts
  readonly figures: T
}

const folder = new URL('results/', import.meta.url)

/** The newest that was saved of a benchmark; undefined when there is none. */
export function newestResult<T>(benchmark: string): SavedResult<T> | undefined {
  if (!existsSync(folder)) return undefined
  const newest = readdirSync(fileURLToPath(folder))
    .filter((name) => name.slice('2026-01-01-'.length) === `${benchmark}.json`)
    .toSorted()
    .at(-1)
  if (newest === undefined) return undefined
  return JSON.parse(readFileSync(fileURLToPath(new URL(newest, folder)), 'utf8')) as SavedResult<T>
}

export function fileOfResult({ at, benchmark }: Pick<SavedResult<unknown>, 'at' | 'benchmark'>): string {
  return fileURLToPath(new URL(`${at.slice(0, 10)}-${benchmark}.json`, folder))
}
