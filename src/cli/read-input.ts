import { readFile } from 'node:fs/promises'
import { text } from 'node:stream/consumers'
import { Fault } from '../core/fault.ts'
import type { JsonValue } from '../core/json.ts'

/**
 * The value of an `--input`: the path of a JSON file, JSON itself, or `-` for stdin.
 * Throws `CLI_INPUT_UNREADABLE`, and `CLI_INPUT_NEEDED` for `-` on a terminal.
 */
export async function readInput(given: string): Promise<JsonValue> {
  if (given === '') throw new Fault('CLI_INPUT_UNREADABLE', { source: '""', problem: 'it is empty' })
  if (given === '-') return parse(await readStdin(), 'from stdin')
  if (looksLikeJson(given)) return parse(given, 'on the command line')
  try {
    return parse(await readFile(given, 'utf8'), given)
  } catch (thrown) {
    if (thrown instanceof Fault) throw thrown
    throw new Fault('CLI_INPUT_UNREADABLE', { source: given, problem: problemOf(thrown) }, { cause: thrown })
  }
}

/** The flag with the value as a shell takes it, for a command that is proposed; a long one as a file. */
export function inputFlag(given: string | undefined): string {
  if (given === undefined) return ''
  if (given.length > 60 || given.includes("'")) return ' --input <file>'
  return ` --input ${/^[\w./-]+$/.test(given) ? given : `'${given}'`}`
}

/** `{…}`, `[…]`, `"…"`, a number, true, false, null: no file is called so. */
function looksLikeJson(given: string): boolean {
  return /^\s*(?:[{["]|-?\d[\d.eE+-]*\s*$|(?:true|false|null)\s*$)/.test(given)
}

async function readStdin(): Promise<string> {
  if (process.stdin.isTTY) throw new Fault('CLI_INPUT_NEEDED', { what: 'The input', flag: '--input <file or JSON>' })
  return await text(process.stdin)
}

function parse(json: string, source: string): JsonValue {
  try {
    return JSON.parse(json.replace(/^\uFEFF/, ''))
  } catch (thrown) {
    throw new Fault('CLI_INPUT_UNREADABLE', { source, problem: problemOf(thrown) }, { cause: thrown })
  }
}

function problemOf(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  if ('code' in thrown && thrown.code === 'ENOENT') return 'there is no such file'
  if ('code' in thrown && thrown.code === 'EISDIR') return 'it is a folder'
  return thrown.message
}
