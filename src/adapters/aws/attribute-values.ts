import type { AttributeValue } from '@aws-sdk/client-dynamodb'
import { attribute, type TextKey } from './table-schema.ts'

/** An item as DynamoDB takes and gives it. */
export type Item = Readonly<Record<string, AttributeValue>>

export function text(value: string): AttributeValue.SMember {
  return { S: value }
}

export function number(value: number): AttributeValue.NMember {
  return { N: String(value) }
}

export function binary(value: Uint8Array): AttributeValue.BMember {
  return { B: value }
}

export function key({ pk, sk }: TextKey): Record<string, AttributeValue> {
  return { [attribute.partition]: text(pk), [attribute.sort]: text(sk) }
}

/** The attribute, when it is there; throws a TypeError when it is there with another type. */
export function textOf(item: Item, name: string): string | undefined {
  return memberOf(item, name, 'S')
}

export function numberOf(item: Item, name: string): number | undefined {
  const digits = memberOf(item, name, 'N')
  return digits === undefined ? undefined : Number(digits)
}

export function binaryOf(item: Item, name: string): Uint8Array | undefined {
  return memberOf(item, name, 'B')
}

/** Throws a TypeError when it is missing. */
export function needed<T>(value: T | undefined, name: string): T {
  if (value === undefined) throw new TypeError(`its attribute ${name} is missing`)
  return value
}

type Member = { S: string; N: string; B: Uint8Array }

function memberOf<K extends keyof Member>(item: Item, name: string, type: K): Member[K] | undefined {
  const value = Object.hasOwn(item, name) ? item[name] : undefined
  if (value === undefined) return undefined
  const member = (value as Partial<Member>)[type]
  if (member === undefined)
    throw new TypeError(`its attribute ${name} has the type ${Object.keys(value)[0]}, not ${type}`)
  return member
}
