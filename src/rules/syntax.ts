import type { Span } from '../core/fault.ts'

/** A condition as read. Parentheses leave no trace; `and` and `or` hold all their operands in one node. */
export type Expression = Literal | List | Path | Call | Comparison | Not | Junction

export type Scalar = string | number | boolean | null

export interface Literal extends Span {
  readonly kind: 'literal'
  readonly value: Scalar
}

export interface List extends Span {
  readonly kind: 'list'
  readonly items: readonly Expression[]
}

/** `input.rows[0]`: a root and the keys walked from there. The root is any name; the check rejects unknown ones. */
export interface Path extends Span {
  readonly kind: 'path'
  readonly root: string
  readonly keys: readonly PathKey[]
}

/** A string picks from a map, a number from a list. */
export interface PathKey extends Span {
  readonly key: string | number
}

export interface Call extends Span {
  readonly kind: 'call'
  readonly name: string
  /** Where the name ends; it starts with the call. */
  readonly nameEnd: number
  readonly args: readonly Expression[]
}

export type Ordering = '<' | '<=' | '>' | '>='
export type Operator = '==' | '!=' | 'in' | 'not in' | Ordering

export interface Comparison extends Span {
  readonly kind: 'comparison'
  readonly operator: Operator
  readonly left: Expression
  readonly right: Expression
}

interface Not extends Span {
  readonly kind: 'not'
  readonly operand: Expression
}

export interface Junction extends Span {
  readonly kind: 'and' | 'or'
  readonly operands: readonly Expression[]
}

/** S15: beyond each of these is a syntax error. Characters are code points. */
export const maxCharacters = 1_000
/** Parentheses, lists, calls and `not` within one another. */
export const maxDepth = 32
/** Literals, lists, paths, calls, and each `and`, `or`, `not` and comparison. */
export const maxNodes = 256
export const maxListItems = 100
