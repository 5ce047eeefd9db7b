import type { JsonObject } from '../../core/json.ts'
import { type Drawing, pickOf, shuffled } from './drawing.ts'
import { fitsSchema } from './fits-schema.ts'
import { formatText } from './format-text.ts'
import { patternText } from './pattern-text.ts'
import { numberAt } from './schema.ts'

const words = ['alpha', 'beta', 'gamma', 'delta', 'north', 'south', 'red', 'green', 'blue', 'one', 'two', 'three']
const triesAtPattern = 30

/** A text of the right length that its pattern or format matches; when none is found, any text, and a note. */
export function drawText(schema: JsonObject, drawing: Drawing): string {
  const { format } = schema
  const patterns = patternsOf(schema)
  const formatted = typeof format === 'string' ? formatText(format, drawing.random) : undefined
  if (formatted !== undefined && fits(formatted, schema)) return formatted
  if (patterns.length > 0) return drawMatching(patterns, schema, drawing)
  if (typeof format === 'string' && formatted === undefined) drawing.notes.add(`format ${format}`)
  return drawPlain(schema, drawing)
}

/** One pattern after the other, in any order: mostly one is about the beginning and another about the end. */
function drawMatching(patterns: readonly string[], schema: JsonObject, drawing: Drawing): string {
  const makers = patterns.flatMap((pattern) => patternText(pattern) ?? [])
  for (let tries = 0; makers.length > 0 && tries < triesAtPattern; tries++) {
    const order = shuffled(drawing.random, makers).slice(drawing.random.below(makers.length))
    const text = order.map((make) => make(drawing.random)).join('')
    if (fits(text, schema)) return text
  }
  const plain = drawPlain(schema, drawing)
  if (!fits(plain, schema)) drawing.notes.add(`pattern ${patterns.join(' and ')}`)
  return plain
}

function drawPlain(schema: JsonObject, { random }: Drawing): string {
  const least = numberAt(schema.minLength) ?? 0
  const most = numberAt(schema.maxLength) ?? Number.POSITIVE_INFINITY
  if (random.chance(0.1) && least <= maxEdge) return 'x'.repeat(least)
  if (random.chance(0.1) && most <= maxEdge) return 'x'.repeat(most)
  let text = pickOf(random, words) ?? ''
  while (text.length < least) text += ` ${pickOf(random, words)}`
  return text.slice(0, most)
}

/** A text of a million characters would only cost time. */
const maxEdge = 2_000

/** Several where schemas were merged. */
function patternsOf({ pattern }: JsonObject): string[] {
  return [pattern ?? []].flat().filter((one) => typeof one === 'string')
}

function fits(text: string, schema: JsonObject): boolean {
  const { minLength = 0, maxLength = text.length } = schema
  if (!fitsSchema(text, { minLength, maxLength }, true)) return false
  return patternsOf(schema).every((pattern) => fitsSchema(text, { pattern }, true))
}
