import { isDeepStrictEqual } from 'node:util'
import type { JsonValue } from '../../src/core/json.ts'
import type { Tree } from './generated-condition.ts'

/** S2 to S6 and S10 once more, over the generator's tree and as plainly as can be: a second opinion. */
export class WrongType extends Error {}

const missing = Symbol('missing')
type Value = JsonValue | typeof missing

export function verdictOf(node: Tree, input: JsonValue): boolean {
  const value = valueAt(node, input)
  if (value === missing || value === null) return false
  if (typeof value !== 'boolean') throw new WrongType()
  return value
}

function valueAt(node: Tree, input: JsonValue): Value {
  if (node.kind === 'value') return node.value
  if (node.kind === 'path') return node.keys.reduce<Value>(step, input)
  if (node.kind === 'list') return node.items.map((item) => valueAt(item, input)).filter((item) => item !== missing)
  if (node.kind === 'not') return !verdictOf(node.operand, input)
  if (node.kind === 'compare') return compare(node.operator, valueAt(node.left, input), valueAt(node.right, input))
  return node.operands[node.kind === 'and' ? 'every' : 'some']((operand) => verdictOf(operand, input))
}

function step(value: Value, key: string | number): Value {
  if (typeof key === 'number') return Array.isArray(value) && key < value.length ? (value[key] as JsonValue) : missing
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return missing
  const entry = Object.entries(value).find(([own]) => own === key)
  return entry === undefined ? missing : entry[1]
}

function compare(operator: string, left: Value, right: Value): boolean {
  if (left === missing || right === missing) return false
  if (operator === '==') return same(left, right)
  if (operator === '!=') return !same(left, right)
  if (operator === 'in' || operator === 'not in') {
    if (right === null) return false
    if (!Array.isArray(right)) throw new WrongType()
    return right.some((item: JsonValue) => same(left, item)) === (operator === 'in')
  }
  if (left === null || right === null) return false
  return inOrder(operator, orderOf(left, right))
}

/** JSON has one zero; `isDeepStrictEqual` has two. */
function same(left: JsonValue, right: JsonValue): boolean {
  return isDeepStrictEqual(JSON.parse(JSON.stringify(left)), JSON.parse(JSON.stringify(right)))
}

function orderOf(left: JsonValue, right: JsonValue): number {
  if (typeof left === 'number' && typeof right === 'number') return left < right ? -1 : left > right ? 1 : 0
  if (typeof left !== 'string' || typeof right !== 'string') throw new WrongType()
  return Buffer.compare(utf32(left), utf32(right))
}

/** Big-endian code points sort as bytes. */
function utf32(text: string): Buffer {
  const points = [...text].map((character) => character.codePointAt(0) ?? 0)
  const bytes = Buffer.alloc(points.length * 4)
  for (const [index, point] of points.entries()) bytes.writeUInt32BE(point, index * 4)
  return bytes
}

function inOrder(operator: string, order: number): boolean {
  if (operator === '<') return order < 0
  if (operator === '<=') return order <= 0
  return operator === '>' ? order > 0 : order >= 0
}
