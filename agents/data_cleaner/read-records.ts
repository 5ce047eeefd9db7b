import { readFile, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, sep } from 'node:path'
import { CsvError, parse } from 'csv-parse/sync'
import { fatal } from 'troupe'
import type { CleanerInput, Columns } from './cleaner-input.ts'

export type RawRecord = Readonly<Record<string, string>>

const projectFolder = join(import.meta.dirname, '..', '..')
const maxFileBytes = 64 * 1_048_576

/**
 * The rows of a source as text by column name. Throws `SOURCE_OUTSIDE_PROJECT`, `SOURCE_NOT_FOUND`,
 * `SOURCE_TOO_LARGE`, `SOURCE_UNREADABLE` (not CSV) and `SOURCE_COLUMN_MISSING`, none of which a retry can repair.
 */
export async function readRecords(
  { source, columns }: Pick<CleanerInput, 'source' | 'columns'>,
  folder: string = projectFolder,
): Promise<readonly RawRecord[]> {
  const records = 'rows' in source ? source.rows.map(textOfRow) : recordsOf(await textOf(source, folder))
  requireColumns(records, columnNames(columns))
  return records
}

async function textOf(source: { path: string } | { csv: string }, folder: string): Promise<string> {
  if ('csv' in source) return source.csv
  const path = await pathInside(folder, source.path)
  const { size } = await stat(path)
  if (size > maxFileBytes) throw fatal('SOURCE_TOO_LARGE', `File ${source.path} has ${size} bytes, more than 64 MB`)
  return await readFile(path, 'utf8')
}

/** Decided on the real path, so that neither `..` nor a symbolic link leads out of the project. */
async function pathInside(folder: string, path: string): Promise<string> {
  const root = await realpath(folder)
  const asked = isAbsolute(path) ? path : join(root, path)
  if (!isInside(root, asked)) throw fatal('SOURCE_OUTSIDE_PROJECT', `Path ${path} leads out of the project folder`)
  const found = await realpath(asked).catch(() => undefined)
  if (found === undefined || !(await stat(found)).isFile()) {
    throw fatal('SOURCE_NOT_FOUND', `There is no file ${path} in the project folder`)
  }
  if (!isInside(root, found)) throw fatal('SOURCE_OUTSIDE_PROJECT', `Path ${path} leads out of the project folder`)
  return found
}

function isInside(root: string, path: string): boolean {
  const way = relative(root, path)
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

function recordsOf(text: string): RawRecord[] {
  try {
    return parse(text, { bom: true, columns: true, skip_empty_lines: true, trim: true })
  } catch (thrown) {
    if (!(thrown instanceof CsvError)) throw thrown
    throw fatal('SOURCE_UNREADABLE', `The source is not CSV with a header line: ${thrown.message}`, { cause: thrown })
  }
}

function textOfRow(row: Readonly<Record<string, string | number | null>>): RawRecord {
  return Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === null ? '' : String(value)]))
}

function columnNames({ month, category, amount }: Columns): string[] {
  return [...(typeof month === 'string' ? [month] : [month.year, month.month]), category, amount]
}

function requireColumns(records: readonly RawRecord[], names: readonly string[]): void {
  const present = Object.keys(records[0] ?? {})
  const missing = names.filter((name) => !present.includes(name))
  if (missing.length === 0) return
  const have = present.length === 0 ? 'no rows' : `the columns ${present.join(', ')}`
  throw fatal('SOURCE_COLUMN_MISSING', `The source has no column ${missing.join(', ')}; it has ${have}`)
}
