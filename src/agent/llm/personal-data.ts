/**
 * Takes personal data out of what a model sees, and puts it back into what it says.
 *
 * 1. The same value is the same placeholder all through a run; a placeholder that the model repeats becomes the value again.
 * 2. Card numbers and IBANs count by their checksums, so that ids, timestamps and versions stay.
 * 3. Nothing of it is written to a log.
 *
 * It knows mail addresses, card numbers, IBANs, international telephone numbers and US social security numbers. Names and
 * addresses of people it does not know: no pattern finds them without wrecking everything else.
 */
import type { JsonValue } from '../../core/json.ts'

export interface Mask {
  mask(text: string): string
  maskAll(value: JsonValue): JsonValue
  unmaskAll(value: unknown): unknown
}

interface Kind {
  readonly name: string
  readonly shape: RegExp
  isOne?(found: string): boolean
}

const kinds: readonly Kind[] = [
  { name: 'EMAIL', shape: /\b[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b/g },
  { name: 'IBAN', shape: /\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?\b/g, isOne: isIban },
  { name: 'CARD', shape: /(?<![\w.-])\d(?:[ -]?\d){12,18}(?![\w.-]*\w)/g, isOne: isCard },
  { name: 'SSN', shape: /(?<![\w-])(?!000|666|9)\d{3}-(?!00)\d{2}-(?!0000)\d{4}(?![\w-])/g },
  { name: 'PHONE', shape: /(?<![\w+])\+\d{1,3}(?:[ ().-]{0,2}\d){7,12}(?!\w)/g },
]

/** One for each run. */
export function createMask(): Mask {
  const placeholders = new Map<string, string>()
  const values = new Map<string, string>()
  const placeholderOf = (name: string, value: string): string => {
    const known = placeholders.get(value)
    if (known !== undefined) return known
    const placeholder = `[${name}_${placeholders.size + 1}]`
    placeholders.set(value, placeholder)
    values.set(placeholder, value)
    return placeholder
  }
  const mask = (text: string) =>
    kinds.reduce(
      (rest, { name, shape, isOne }) =>
        rest.replace(shape, (found) => (isOne?.(found) === false ? found : placeholderOf(name, found))),
      text,
    )
  const unmask = (text: string) => text.replace(/\[[A-Z]+_\d+\]/g, (found) => values.get(found) ?? found)
  return {
    mask,
    maskAll: (value) => mapTexts(value, mask) as JsonValue,
    unmaskAll: (value) => mapTexts(value, unmask),
  }
}

/** Texts at any depth of plain data; keys and anything that is no plain data stay. */
function mapTexts(value: unknown, map: (text: string) => string): unknown {
  if (typeof value === 'string') return map(value)
  if (Array.isArray(value)) return value.map((item) => mapTexts(item, map))
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, mapTexts(item, map)]))
}

/** Luhn's checksum: ISO/IEC 7812-1. */
function isCard(found: string): boolean {
  const digits = [...found.replace(/\D/g, '')].map(Number).reverse()
  const sum = digits.reduce((all, digit, index) => {
    const doubled = index % 2 === 1 ? digit * 2 : digit
    return all + (doubled > 9 ? doubled - 9 : doubled)
  }, 0)
  return digits.length <= 19 && sum % 10 === 0 && new Set(digits).size > 1
}

/** ISO 13616: the first four characters moved to the end, letters as numbers, modulo 97 is 1. */
function isIban(found: string): boolean {
  const compact = found.replaceAll(' ', '')
  if (compact.length < 15 || compact.length > 34) return false
  const digits = (compact.slice(4) + compact.slice(0, 4)).replace(/[A-Z]/g, (letter) =>
    String(letter.charCodeAt(0) - 55),
  )
  return BigInt(digits) % 97n === 1n
}
