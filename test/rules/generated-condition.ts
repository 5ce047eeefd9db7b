import fc from 'fast-check'
import type { JsonValue } from '../../src/core/json.ts'
import type { Expression, Operator } from '../../src/rules/syntax.ts'

/** Conditions made from a tree of their own, so that tests know what they mean without our parser. */
export type Tree =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'path'; readonly keys: readonly (string | number)[] }
  | { readonly kind: 'list'; readonly items: readonly Tree[] }
  | { readonly kind: 'compare'; readonly operator: Operator; readonly left: Tree; readonly right: Tree }
  | { readonly kind: 'not'; readonly operand: Tree }
  | { readonly kind: 'and' | 'or'; readonly operands: readonly Tree[] }

const keys = ['a', 'b', 'or', 'not_x', 'row-count', 'é'] as const
const text = fc.constantFrom('', 'a', 'b', 'ab', 'é', '😀', '\uffff', "it's", '"', '\\', '\n')
const number = fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constantFrom(0.5, 2.5, 1e21, -1e-7, 9_007_199_254_740_991))
const scalar = fc.oneof(text, number, fc.boolean(), fc.constant(null))

/** JSON over few keys and values, so that paths are often found and values often equal. */
export const json: fc.Arbitrary<JsonValue> = fc.letrec<{ json: JsonValue }>((tie) => ({
  json: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    scalar,
    fc.array(tie('json'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom(...keys), tie('json'), { maxKeys: 4 }),
  ),
})).json

export const input = fc.dictionary(fc.constantFrom(...keys), json, { maxKeys: 6, noNullPrototype: true })

const operators = ['==', '!=', '<', '<=', '>', '>=', 'in', 'not in'] as const

export const tree: fc.Arbitrary<Tree> = fc.letrec<{ verdict: Tree; operand: Tree; leaf: Tree }>((tie) => ({
  leaf: fc.oneof(
    scalar.map((value): Tree => ({ kind: 'value', value })),
    fc
      .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...keys) }, { weight: 1, arbitrary: fc.nat(2) }), {
        minLength: 1,
        maxLength: 3,
      })
      .map((path): Tree => ({ kind: 'path', keys: path })),
  ),
  operand: fc.oneof(
    { maxDepth: 3, depthIdentifier: 'operand' },
    tie('leaf'),
    fc.array(tie('operand'), { maxLength: 3 }).map((items): Tree => ({ kind: 'list', items })),
    tie('verdict'),
  ),
  verdict: fc.oneof(
    { maxDepth: 4, depthIdentifier: 'verdict' },
    fc
      .record({ operator: fc.constantFrom(...operators), left: tie('operand'), right: tie('operand') })
      .map((parts): Tree => ({ kind: 'compare', ...parts })),
    tie('leaf'),
    tie('verdict').map((operand): Tree => ({ kind: 'not', operand })),
    fc
      .record({
        kind: fc.constantFrom('and', 'or'),
        operands: fc.array(tie('verdict'), { minLength: 2, maxLength: 3 }),
      })
      .map((parts): Tree => parts),
  ),
})).verdict

/** The condition as text, with no more parentheses than the grammar needs. */
export function print(node: Tree): string {
  switch (node.kind) {
    case 'value':
      return JSON.stringify(node.value)
    case 'path':
      return `input${node.keys.map((key) => (/^[A-Za-z_]\w*$/.test(String(key)) ? `.${key}` : `[${JSON.stringify(key)}]`)).join('')}`
    case 'list':
      return `[${node.items.map(printOperand).join(', ')}]`
    case 'compare':
      return `${printOperand(node.left)} ${node.operator} ${printOperand(node.right)}`
    case 'not':
      return `not ${node.operand.kind === 'and' || node.operand.kind === 'or' ? `(${print(node.operand)})` : print(node.operand)}`
    default:
      return node.operands
        .map((operand) =>
          operand.kind === node.kind || operand.kind === 'or' ? `(${print(operand)})` : print(operand),
        )
        .join(` ${node.kind} `)
  }
}

function printOperand(node: Tree): string {
  return ['value', 'path', 'list'].includes(node.kind) ? print(node) : `(${print(node)})`
}

/** The tree that our parser made, in the generator's shape. */
export function treeOf(node: Expression): Tree {
  switch (node.kind) {
    case 'literal':
      return { kind: 'value', value: node.value }
    case 'path':
      return { kind: 'path', keys: node.keys.map(({ key }) => key) }
    case 'list':
      return { kind: 'list', items: node.items.map(treeOf) }
    case 'comparison':
      return { kind: 'compare', operator: node.operator, left: treeOf(node.left), right: treeOf(node.right) }
    case 'not':
      return { kind: 'not', operand: treeOf(node.operand) }
    case 'call':
      throw new Error('calls are not generated')
    default:
      return { kind: node.kind, operands: node.operands.map(treeOf) }
  }
}
