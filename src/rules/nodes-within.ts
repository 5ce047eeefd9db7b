import type { Expression } from './syntax.ts'

/** An expression and everything inside it, from left to right. */
export function* nodesWithin(node: Expression): Generator<Expression> {
  yield node
  for (const part of partsOf(node)) yield* nodesWithin(part)
}

/** The expression with each of its direct parts replaced. */
export function mapParts(node: Expression, change: (part: Expression) => Expression): Expression {
  switch (node.kind) {
    case 'literal':
    case 'path':
      return node
    case 'list':
      return { ...node, items: node.items.map(change) }
    case 'call':
      return { ...node, args: node.args.map(change) }
    case 'comparison':
      return { ...node, left: change(node.left), right: change(node.right) }
    case 'not':
      return { ...node, operand: change(node.operand) }
    case 'and':
    case 'or':
      return { ...node, operands: node.operands.map(change) }
  }
}

function partsOf(node: Expression): readonly Expression[] {
  switch (node.kind) {
    case 'literal':
    case 'path':
      return []
    case 'list':
      return node.items
    case 'call':
      return node.args
    case 'comparison':
      return [node.left, node.right]
    case 'not':
      return [node.operand]
    case 'and':
    case 'or':
      return node.operands
  }
}
