import { readFileSync } from 'node:fs'
import { basename } from 'node:path'
import { Fault } from '../../core/fault.ts'
import type { JsonValue } from '../../core/json.ts'

/** A text, or the Markdown file that holds it: `{ file: join(import.meta.dirname, 'instructions.md') }`. */
export type Instructions = string | { readonly file: string | URL }

export type InstructionValues = Readonly<Record<string, JsonValue>>

const texts = new Map<string, string>()

/**
 * The text with its `{{ name }}` and `{{ name.of.it }}` replaced by values; text as it is, anything else as JSON. Values are
 * not looked at again. Throws `MODEL_INSTRUCTIONS_INVALID` for a missing file or value.
 */
export function fillInstructions(instructions: Instructions, values: InstructionValues): string {
  const file = typeof instructions === 'string' ? 'text' : basename(String(instructions.file))
  return textOf(instructions, file).replace(/\{\{\s*([^{}]*?)\s*\}\}/g, (_whole, path: string) => {
    const value = valueAt(values, path)
    if (value === undefined) throw invalid(file, `no value is called ${path}`)
    return typeof value === 'string' ? value : JSON.stringify(value)
  })
}

function textOf(instructions: Instructions, file: string): string {
  if (typeof instructions === 'string') return instructions
  const place = String(instructions.file)
  const known = texts.get(place)
  if (known !== undefined) return known
  try {
    const text = readFileSync(instructions.file, 'utf8').trim()
    texts.set(place, text)
    return text
  } catch {
    throw invalid(file, 'the file cannot be read')
  }
}

function valueAt(values: InstructionValues, path: string): JsonValue | undefined {
  let value: JsonValue | undefined = values
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined
    value = (value as InstructionValues)[name]
  }
  return value
}

function invalid(file: string, problem: string): Fault {
  return new Fault('MODEL_INSTRUCTIONS_INVALID', { file, problem })
}
