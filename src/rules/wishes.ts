import type { JsonValue } from '../core/json.ts'
import { compileLater } from './compile.ts'
import type { Condition } from './condition.ts'
import { comparedNodes } from './equality.ts'
import type { ConditionData, Test } from './evaluation.ts'
import { nearValues } from './near-values.ts'
import { mapParts, nodesWithin } from './nodes-within.ts'
import { renderPath } from './path.ts'
import type { Expression, Path, Scalar } from './syntax.ts'

/** What would have to be at the paths of a condition for it to come out as wanted: for whoever draws values for it. */

/** What one path should lead to. */
export interface Wish {
  readonly root: 'input' | 'results'
  /** Below the root; of results the first is the name. */
  readonly keys: readonly (string | number)[]
  /** Values around those that the condition compares with, on both sides of it: `fits` tells which are good. */
  readonly near: readonly JsonValue[]
  /** Whether a missing path fulfils it. */
  readonly absent: boolean
  fits(value: JsonValue): boolean
}

/**
 * Wishes that together give the condition this verdict, where that can be said part by part. Where one of several parts
 * is enough, it is drawn; two paths that are compared with each other are both given a value to stand around.
 * @param random a draw from [0, 1)
 */
export function wishesFor({ expression }: Condition, verdict: boolean, random: () => number): Wish[] {
  return [...wishesOf(expression, verdict, random)]
}

function* wishesOf(node: Expression, verdict: boolean, random: () => number): Generator<Wish> {
  switch (node.kind) {
    case 'not':
      return yield* wishesOf(node.operand, !verdict, random)
    case 'and':
    case 'or': {
      const changeable = node.operands.filter((operand) => distinctPaths(operand).length > 0)
      const needsAll = (node.kind === 'and') === verdict
      for (const operand of needsAll ? changeable : pick(changeable, random)) yield* wishesOf(operand, verdict, random)
      return
    }
    default:
      yield* leafWishes(node, verdict, random)
  }
}

/** All paths but one are given a value of their own; what is left depends on that one alone, and can be tried. */
function* leafWishes(node: Expression, verdict: boolean, random: () => number): Generator<Wish> {
  const paths = distinctPaths(node)
  const kept = keptPath(node, paths)
  if (kept === undefined || !paths.every(isReachable)) return
  let single = node
  for (const path of paths) {
    if (path === kept) continue
    const value = pick(pivots, random)[0] ?? 0
    yield { ...placeOf(path), near: [value], absent: false, fits: (met) => met === value }
    single = substitute(single, path, value)
  }
  yield wishAt(kept, single, verdict)
}

/** What two unknown values stand around. Which type they have is not known: one of these is right. */
const pivots: readonly Scalar[] = [10, 'm']

/** The list of `in` cannot be a text or a number: it is its path that stays. */
function keptPath(node: Expression, paths: readonly Path[]): Path | undefined {
  const isMembership = node.kind === 'comparison' && (node.operator === 'in' || node.operator === 'not in')
  return isMembership && node.right.kind === 'path' ? paths.at(-1) : paths[0]
}

function wishAt(path: Path, node: Expression, verdict: boolean): Wish {
  const test = compileLater(node)
  return {
    ...placeOf(path),
    near: nearValues(node),
    absent: outcome(test, {}) === verdict,
    fits: (value) => outcome(test, { path, value }) === verdict,
  }
}

/** Undefined: the types do not go together. */
function outcome(test: Test, at: { readonly path?: Path; readonly value?: JsonValue }): boolean | undefined {
  try {
    return test({ text: '', data: dataWith(at), read: [], missing: [], nodesLeft: comparedNodes })
  } catch {
    return undefined
  }
}

function dataWith({ path, value = null }: { readonly path?: Path; readonly value?: JsonValue }): ConditionData {
  if (path === undefined) return { input: {}, results: {} }
  const data = path.keys.reduceRight<JsonValue>((inner, { key }) => {
    return typeof key === 'number' ? [...Array<null>(key).fill(null), inner] : Object.fromEntries([[key, inner]])
  }, value)
  return path.root === 'input' ? { input: data, results: {} } : { input: {}, results: data as ConditionData['results'] }
}

/** Nobody draws a list of a million items to fill one. */
const maxIndex = 1_000

function isReachable({ root, keys }: Path): boolean {
  const isNamed = root === 'input' || typeof keys[0]?.key === 'string'
  return isNamed && keys.every(({ key }) => typeof key === 'string' || key <= maxIndex)
}

function placeOf({ root, keys }: Path): Pick<Wish, 'root' | 'keys'> {
  return { root: root === 'input' ? 'input' : 'results', keys: keys.map(({ key }) => key) }
}

function distinctPaths(node: Expression): Path[] {
  const paths = [...nodesWithin(node)].filter((part) => part.kind === 'path')
  return [...new Map(paths.map((path) => [nameOf(path), path])).values()]
}

/** The expression with a value in every place where it reads that path. */
function substitute(node: Expression, path: Path, value: Scalar): Expression {
  if (node.kind !== 'path') return mapParts(node, (part) => substitute(part, path, value))
  return nameOf(node) === nameOf(path) ? { kind: 'literal', value, start: node.start, end: node.end } : node
}

/** `prev_step` is another name for `results` (S16). */
function nameOf(path: Path): string {
  return renderPath(path.root === 'prev_step' ? { ...path, root: 'results' } : path)
}

/** One of them, or none when there are none. */
function pick<T>(choices: readonly T[], random: () => number): readonly T[] {
  return choices.slice(Math.floor(random() * choices.length)).slice(0, 1)
}
