import { clip } from './clip.ts'
import { foreignHint } from './foreign-syntax.ts'
import { isAt, type Scanner, scan, tokenText } from './scanner.ts'
import { limits } from './syntax.ts'
import { SyntaxProblem } from './syntax-problem.ts'

/** A text being parsed: the scanner at its current token, and the measures that S15 limits. */
export interface Reading {
  readonly scanner: Scanner
  depth: number
  nodes: number
}

export function startReading(text: string, at = 0): Reading {
  return { scanner: scan(text, at), depth: 0, nodes: 0 }
}

/** Goes one level deeper at the current token; whoever calls it takes the level back from `depth`. */
export function enter(reading: Reading): void {
  if (++reading.depth > limits.depth) {
    throw new SyntaxProblem(`it is nested deeper than ${limits.depth} levels`, reading.scanner)
  }
}

export function countNode(reading: Reading): void {
  if (++reading.nodes > limits.nodes) {
    throw new SyntaxProblem(`it has more than ${limits.nodes} parts`, reading.scanner, 'Split it into several rules')
  }
}

/** Throws the problem that the current token stands where something else belongs. */
export function unexpected(scanner: Scanner, expected: string, hint = foreignHint(scanner)): never {
  const written = tokenText(scanner)
  const met = isAt(scanner, 'end') ? 'the end' : `\`${clip(written)}\``
  throw new SyntaxProblem(`expected ${expected}, met ${met}`, scanner, hint)
}
