import { Fault } from '../../core/fault.ts'
import type { Item } from './attribute-values.ts'

/** DynamoDB's limit of one item, names included. */
const maxItemBytes = 400 * 1_024

/** Throws the fault `STORE_TOO_LARGE`. @param record named in the fault */
export function checkItemSize(record: string, item: Item, besides = 0): void {
  const bytes = itemBytes(item) + besides
  if (bytes > maxItemBytes) throw new Fault('STORE_TOO_LARGE', { record, bytes, max: maxItemBytes })
}

/**
 * What DynamoDB counts and charges, in bytes: attribute names and values in UTF-8 (source: "DynamoDB item sizes and
 * formats" in its developer guide). The size of a number is approximate there too.
 */
export function itemBytes(item: Item): number {
  return Object.entries(item).reduce((sum, [name, value]) => sum + Buffer.byteLength(name) + valueBytes(value), 0)
}

function valueBytes(value: Item[string]): number {
  if (value.S !== undefined) return Buffer.byteLength(value.S)
  if (value.B !== undefined) return value.B.byteLength
  if (value.N !== undefined) return numberBytes(value.N)
  throw new TypeError(`attributes of type ${Object.keys(value)[0]} are not written here`)
}

/** One byte, and one for every two significant digits. */
function numberBytes(digits: string): number {
  const significant = digits.replace(/^-?0*|\D|0+$/g, '')
  return 1 + Math.ceil(significant.length / 2) + (digits.startsWith('-') ? 1 : 0)
}
