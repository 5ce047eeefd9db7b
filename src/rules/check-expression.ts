import type { Span } from '../core/fault.ts'
import { nearestName } from '../core/near-name.ts'
import { checkPath, type PathCheck } from './check-path.ts'
import { functionNames, functions } from './functions.ts'
import type { Call, Comparison, Expression } from './syntax.ts'
import { errorAt, withHint } from './syntax-problem.ts'
import { argumentProblem, comparisonProblem, type TypeProblem, verdictProblem } from './type-rules.ts'
import { typeOf, type ValueType } from './value-type.ts'

export interface ExpressionCheck extends PathCheck {
  readonly text: string
}

/** Collects everything that can never be right, in all branches (S1), and the names whose results are read. */
export function checkVerdict(check: ExpressionCheck, node: Expression): void {
  const problem = verdictProblem(checkValue(check, node))
  if (problem !== undefined) reportType(check, node, problem)
}

/** The type that the text alone tells; undefined where it depends on the job. */
function checkValue(check: ExpressionCheck, node: Expression): ValueType | undefined {
  switch (node.kind) {
    case 'literal':
      return typeOf(node.value)
    case 'path':
      checkPath(check, node)
      return undefined
    case 'list':
      for (const item of node.items) checkValue(check, item)
      return 'list'
    case 'call':
      return checkCall(check, node)
    case 'comparison':
      return checkComparison(check, node)
    case 'not':
      checkVerdict(check, node.operand)
      return 'boolean'
    case 'and':
    case 'or':
      for (const operand of node.operands) checkVerdict(check, operand)
      return 'boolean'
  }
}

function checkComparison(check: ExpressionCheck, node: Comparison): ValueType {
  const types = [checkValue(check, node.left), checkValue(check, node.right)] as const
  const problem = literalsProblem(node, types) ?? comparisonProblem(check.text, node, types)
  if (problem !== undefined) reportType(check, node, problem)
  return 'boolean'
}

/** S5: at run time different types are just unequal; between two literals that is a slip. */
function literalsProblem(
  { operator, left, right }: Comparison,
  [leftType, rightType]: readonly [ValueType | undefined, ValueType | undefined],
): TypeProblem | undefined {
  if (operator !== '==' && operator !== '!=') return undefined
  if (leftType === undefined || rightType === undefined || leftType === rightType) return undefined
  if (!isLiteral(left) || !isLiteral(right)) return undefined
  const problem = `${operator} compares a literal ${leftType} with a literal ${rightType}`
  return { problem, hint: 'Write both sides in the same type: nothing is converted' }
}

function isLiteral(node: Expression): boolean {
  return node.kind === 'literal' || (node.kind === 'list' && node.items.every(isLiteral))
}

function checkCall(check: ExpressionCheck, node: Call): ValueType | undefined {
  const { name, args } = node
  const types = args.map((arg) => checkValue(check, arg))
  if (name === 'exists') return checkExists(check, node)
  const called = functions.get(name)
  if (called === undefined) {
    reportFunction(check, node)
    return undefined
  }
  const { takes, gives } = called
  if (args.length !== takes.length) {
    reportType(check, node, { problem: `${name}() takes ${countOf(takes.length)}, and was given ${args.length}` })
    return gives
  }
  const problem = argumentProblem(name, called, types)
  if (problem !== undefined) reportType(check, args[problem.index] ?? node, problem)
  return gives
}

function checkExists(check: ExpressionCheck, node: Call): ValueType {
  const [path] = node.args
  if (node.args.length !== 1 || path?.kind !== 'path') {
    reportType(check, node, { problem: 'exists() takes one path', hint: 'Write it like exists(input.name)' })
  }
  return 'boolean'
}

function countOf(count: number): string {
  return count === 1 ? '1 argument' : `${count} arguments`
}

function reportFunction(check: ExpressionCheck, { name, start, nameEnd }: Call): void {
  const near = nearestName(name, functionNames)
  const repair = near === undefined ? { hint: `Use one of ${functionNames.join(', ')}` } : { near }
  check.findings.push(errorAt({ start, end: nameEnd }, 'RULE_UNKNOWN_FUNCTION', { name, ...repair }))
}

function reportType(check: ExpressionCheck, span: Span, { problem, hint }: TypeProblem): void {
  check.findings.push(errorAt(span, 'RULE_TYPE', withHint({ problem }, hint)))
}
