import { advance, startReading } from './scanner.ts'
import { countNode, enter, leave, need, splitHint, unexpected } from './stop-reading.ts'
import { type Expression, maxCharacters, type Operator } from './syntax.ts'
import { refuse } from './syntax-problem.ts'
import { readItems, readList, readLiteral, readPath } from './terms.ts'
import { firstOf } from './text.ts'
import { isAt, type Reading, tokenText } from './token.ts'

/** Reads a whole condition. Refuses, at the first thing, what the grammar or S15 does not have. */
export function parseCondition(text: string): Expression {
  refuseLongText(text)
  const reading = startReading(text)
  if (isAt(reading, 'end')) refuse('it is empty', reading, 'Write always, or leave it out')
  const { start, end } = reading
  if (/^[ \t\n\r]*always[ \t\n\r]*$/.test(text)) return { kind: 'literal', value: true, start, end }
  const expression = readOr(reading)
  need(reading, 'end', 'an operator or the end')
  return expression
}

function refuseLongText(text: string): void {
  if (text.length <= maxCharacters) return
  const start = firstOf(text, maxCharacters).length
  if (start < text.length)
    refuse(`it is longer than ${maxCharacters} characters`, { start, end: text.length }, splitHint)
}

function readOr(reading: Reading): Expression {
  return readJunction(reading, 'or', readAnd)
}

function readAnd(reading: Reading): Expression {
  return readJunction(reading, 'and', readNot)
}

function readJunction(reading: Reading, kind: 'and' | 'or', readOperand: (reading: Reading) => Expression): Expression {
  let last = readOperand(reading)
  if (!isAt(reading, kind)) return last
  const { start } = last
  const operands = [last]
  while (isAt(reading, kind)) {
    countNode(reading)
    advance(reading)
    last = readOperand(reading)
    operands.push(last)
  }
  return { kind, operands, start, end: last.end }
}

function readNot(reading: Reading): Expression {
  if (!isAt(reading, 'not')) return readComparison(reading)
  const { start } = reading
  countNode(reading)
  enter(reading)
  const operand = readNot(reading)
  reading.depth--
  return { kind: 'not', operand, start, end: operand.end }
}

function readComparison(reading: Reading): Expression {
  const left = readOperand(reading)
  if (!operatorStarts.has(reading.kind)) return left
  countNode(reading)
  const operator = readOperator(reading)
  const right = readOperand(reading)
  if (operatorStarts.has(reading.kind)) refuse('comparisons do not chain', reading, 'Join two with and')
  return { kind: 'comparison', operator, left, right, start: left.start, end: right.end }
}

const operatorStarts = new Set<string>(['==', '!=', '<', '<=', '>', '>=', 'in', 'not'])

function readOperator(reading: Reading): Operator {
  const word = tokenText(reading)
  advance(reading)
  if (word !== 'not') return word as Operator
  need(reading, 'in')
  advance(reading)
  return 'not in'
}

function readOperand(reading: Reading): Expression {
  if (isAt(reading, '[')) return readList(reading, readOperand)
  if (isAt(reading, '(')) return readParentheses(reading)
  const literal = readLiteral(reading)
  if (literal !== undefined) return literal
  need(reading, 'name', 'a value')
  if (tokenText(reading) === 'always') {
    refuse('`always` stands inside a larger condition', reading, 'Leave it out: always stands alone')
  }
  const path = readPath(reading)
  if (path.keys.length > 0 || !isAt(reading, '(')) return path
  const { root: name, start, end: nameEnd } = path
  const args = readItems(reading, ')', readOr)
  return { kind: 'call', name, nameEnd, args, start, end: leave(reading) }
}

function readParentheses(reading: Reading): Expression {
  enter(reading)
  if (isAt(reading, ')')) unexpected(reading, 'a value between the parentheses')
  const expression = readOr(reading)
  need(reading, ')')
  leave(reading)
  return expression
}
