import type { ErrorArgs } from '../core/errors/catalogue.ts'
import type { Span } from '../core/fault.ts'
import { checkPath, nearTo, type PathCheck } from './check-path.ts'
import { functions } from './functions.ts'
import type { Call, Comparison, Expression } from './syntax.ts'
import { errorAt } from './syntax-problem.ts'
import { argumentProblem, comparisonProblem, verdictProblem } from './type-rules.ts'
import { typeOf, type ValueType } from './value-type.ts'

export interface ExpressionCheck extends PathCheck {
  readonly text: string
}

/** Collects everything that can never be right, in all branches (S1), and the names whose results are read. */
export function checkVerdict(check: ExpressionCheck, node: Expression): void {
  report(check, node, verdictProblem(checkValue(check, node)))
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
      checkComparison(check, node)
      break
    case 'not':
      checkVerdict(check, node.operand)
      break
    case 'and':
    case 'or':
      for (const operand of node.operands) checkVerdict(check, operand)
  }
  return 'boolean'
}

function checkComparison(check: ExpressionCheck, node: Comparison): void {
  const types = [checkValue(check, node.left), checkValue(check, node.right)] as const
  report(check, node, literalsProblem(node, types) ?? comparisonProblem(check.text, node, types))
}

/** S5: at run time different types are just unequal; between two literals that is a slip. */
function literalsProblem(
  { operator, left, right }: Comparison,
  [leftType, rightType]: readonly [ValueType | undefined, ValueType | undefined],
): ErrorArgs | undefined {
  if (operator !== '==' && operator !== '!=') return undefined
  if (leftType === rightType || !isLiteral(left) || !isLiteral(right)) return undefined
  const problem = `${operator} compares a literal ${leftType} with a literal ${rightType}`
  return { problem, hint: 'Write both sides in the same type' }
}

function isLiteral(node: Expression): boolean {
  return node.kind === 'literal' || (node.kind === 'list' && node.items.every(isLiteral))
}

function checkCall(check: ExpressionCheck, node: Call): ValueType | undefined {
  const { name, args, start, nameEnd } = node
  const types = args.map((arg) => checkValue(check, arg))
  const called = functions.get(name)
  if (called === undefined) {
    const names = [...functions.keys()]
    const repair = nearTo(name, names) ?? { hint: `Use one of ${names.join(', ')}` }
    check.findings.push(errorAt({ start, end: nameEnd }, 'RULE_UNKNOWN_FUNCTION', { name, ...repair }))
    return undefined
  }
  const { takes, gives } = called
  if (args.length !== takes.length) {
    const plural = takes.length === 1 ? '' : 's'
    const problem = `${name}() takes ${takes.length} argument${plural}, and was given ${args.length}`
    report(check, node, { problem })
  } else if (name === 'exists' && args[0]?.kind !== 'path') {
    report(check, node, { problem: 'exists() takes one path', hint: 'Write exists(input.name)' })
  } else {
    const wrong = argumentProblem(name, called, types)
    if (wrong !== undefined) report(check, args[wrong.index] ?? node, wrong.problem)
  }
  return gives
}

function report(check: ExpressionCheck, span: Span, problem: ErrorArgs | undefined): void {
  if (problem !== undefined) check.findings.push(errorAt(span, 'RULE_TYPE', problem))
}
