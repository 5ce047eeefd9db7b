import { countNode, enter, type Reading, startReading, unexpected } from './reading.ts'
import { advance, isAt, type Scanner, tokenText } from './scanner.ts'
import { type Call, type Expression, limits, type Operator, type Path } from './syntax.ts'
import { SyntaxProblem } from './syntax-problem.ts'
import { readList, readLiteral, readPath } from './terms.ts'

/** Reads a whole condition. Throws a `SyntaxProblem` at the first thing that the grammar or S15 refuses. */
export function parseCondition(text: string): Expression {
  refuseLongText(text)
  const reading = startReading(text)
  const { scanner } = reading
  if (isAt(scanner, 'end')) throw new SyntaxProblem('it is empty', scanner, 'Write always, or leave it out')
  if (isAlways(scanner)) return readAlways(reading)
  const expression = readOr(reading)
  if (!isAt(scanner, 'end')) unexpected(scanner, 'an operator or the end')
  return expression
}

function refuseLongText(text: string): void {
  const { characters } = limits
  if (text.length <= characters) return
  // Characters are code points; counting stops at the limit, however long the text is.
  let end = 0
  for (let count = 0; count < characters && end < text.length; count++)
    end += (text.codePointAt(end) ?? 0) > 0xffff ? 2 : 1
  if (end < text.length) {
    const hint = 'Split it into several rules'
    throw new SyntaxProblem(`it is longer than ${characters} characters`, { start: end, end: text.length }, hint)
  }
}

function readAlways({ scanner }: Reading): Expression {
  const { start, end } = scanner
  advance(scanner)
  if (!isAt(scanner, 'end')) refuseAlways({ start, end })
  return { kind: 'literal', value: true, start, end }
}

function refuseAlways(span: { start: number; end: number }): never {
  throw new SyntaxProblem(
    '`always` stands inside a larger condition',
    span,
    'Leave it out: always is a whole condition',
  )
}

function readOr(reading: Reading): Expression {
  return readJunction(reading, 'or', readAnd)
}

function readAnd(reading: Reading): Expression {
  return readJunction(reading, 'and', readNot)
}

function readJunction(reading: Reading, kind: 'and' | 'or', readOperand: (reading: Reading) => Expression): Expression {
  const { scanner } = reading
  const first = readOperand(reading)
  if (scanner.keyword !== kind) return first
  const operands = [first]
  let { end } = first
  while (scanner.keyword === kind) {
    countNode(reading)
    advance(scanner)
    const operand = readOperand(reading)
    operands.push(operand)
    end = operand.end
  }
  return { kind, operands, start: first.start, end }
}

function readNot(reading: Reading): Expression {
  const { scanner } = reading
  if (scanner.keyword !== 'not') return readComparison(reading)
  const { start } = scanner
  enter(reading)
  countNode(reading)
  advance(scanner)
  const operand = readNot(reading)
  reading.depth--
  return { kind: 'not', operand, start, end: operand.end }
}

function readComparison(reading: Reading): Expression {
  const { scanner } = reading
  const left = readOperand(reading)
  if (!startsOperator(scanner)) return left
  countNode(reading)
  const operator = readOperator(scanner)
  const right = readOperand(reading)
  if (startsOperator(scanner)) {
    const hint = 'Join two comparisons with and, or put one into parentheses'
    throw new SyntaxProblem('comparisons do not chain', scanner, hint)
  }
  return { kind: 'comparison', operator, left, right, start: left.start, end: right.end }
}

function startsOperator(scanner: Scanner): boolean {
  const { keyword, kind } = scanner
  return keyword === 'in' || keyword === 'not' || symbols.has(kind)
}

const symbols = new Set<string>(['==', '!=', '<', '<=', '>', '>='] satisfies Operator[])

function readOperator(scanner: Scanner): Operator {
  const word = tokenText(scanner)
  advance(scanner)
  if (word !== 'not') return word as Operator
  if (scanner.keyword !== 'in') unexpected(scanner, 'in after not')
  advance(scanner)
  return 'not in'
}

function readOperand(reading: Reading): Expression {
  const { scanner } = reading
  if (isAt(scanner, '[')) return readList(reading, readOperand)
  if (isAt(scanner, '(')) return readParentheses(reading)
  const literal = readLiteral(reading)
  if (literal !== undefined) return literal
  if (!isAt(scanner, 'name') || scanner.keyword !== undefined) unexpected(scanner, 'a value')
  if (isAlways(scanner)) refuseAlways(scanner)
  const path = readPath(reading)
  return path.keys.length === 0 && isAt(scanner, '(') ? readCall(reading, path) : path
}

function readParentheses(reading: Reading): Expression {
  const { scanner } = reading
  enter(reading)
  advance(scanner)
  if (isAt(scanner, ')')) unexpected(scanner, 'a value between the parentheses')
  const expression = readOr(reading)
  if (!isAt(scanner, ')')) unexpected(scanner, '`)`')
  advance(scanner)
  reading.depth--
  return expression
}

/** The name has been read as a path without keys; the current token is the parenthesis. */
function readCall(reading: Reading, { root, start, end: nameEnd }: Path): Call {
  const { scanner } = reading
  enter(reading)
  advance(scanner)
  const args: Expression[] = []
  while (!isAt(scanner, ')') || args.length > 0) {
    args.push(readOr(reading))
    if (isAt(scanner, ')')) break
    if (!isAt(scanner, ',')) unexpected(scanner, 'a comma or `)`')
    advance(scanner)
  }
  const { end } = scanner
  advance(scanner)
  reading.depth--
  return { kind: 'call', name: root, nameEnd, args, start, end }
}

function isAlways(scanner: Scanner): boolean {
  return isAt(scanner, 'name') && tokenText(scanner) === 'always'
}
