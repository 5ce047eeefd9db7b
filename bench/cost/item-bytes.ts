import type { AttributeValue } from '@aws-sdk/client-dynamodb'

export type Item = Readonly<Record<string, AttributeValue>>

/**
 * Size of an item as DynamoDB bills it, in bytes.
 * Source: Amazon DynamoDB Developer Guide, "DynamoDB item sizes and formats": UTF-8 names and strings, raw bytes of
 * binaries, one byte for two digits of a number and one more, one byte for null and Boolean, three for a list or map and
 * one for each of its elements.
 */
export function itemBytes(item: Item): number {
  return sum(Object.entries(item).map(([name, value]) => utf8(name) + valueBytes(value)))
}

function valueBytes(value: AttributeValue): number {
  if (value.S !== undefined) return utf8(value.S)
  if (value.N !== undefined) return numberBytes(value.N)
  if (value.B !== undefined) return value.B.byteLength
  if (value.L !== undefined) return 3 + sum(value.L.map((element) => 1 + valueBytes(element)))
  if (value.M !== undefined) return 3 + itemBytes(value.M) + Object.keys(value.M).length
  if (value.SS !== undefined) return sum(value.SS.map(utf8))
  if (value.NS !== undefined) return sum(value.NS.map(numberBytes))
  if (value.BS !== undefined) return sum(value.BS.map((bytes) => bytes.byteLength))
  return 1
}

function numberBytes(text: string): number {
  const digits = text.replace(/^-|\.|e.*$/gi, '').replace(/^0+|0+$/g, '')
  return 1 + Math.ceil(digits.length / 2) + (text.startsWith('-') ? 1 : 0)
}

function utf8(text: string): number {
  return Buffer.byteLength(text)
}

function sum(bytes: readonly number[]): number {
  return bytes.reduce((total, next) => total + next, 0)
}
