import { compileComparison } from './compile-comparison.ts'
import { failBudget, failType, noteRead, type Read, type Test } from './evaluation.ts'
import { functions } from './functions.ts'
import { renderPath, walk } from './path.ts'
import type { Call, Expression, Junction, List, Path } from './syntax.ts'
import { argumentProblem, verdictProblem } from './type-rules.ts'
import { typeOf } from './value-type.ts'

/**
 * Turns a checked expression into closures, once, so that evaluating it is a few calls.
 *
 * 1. Undefined is *missing*; every comparison with it is false, and it counts as false (S2).
 * 2. Missing comes before null, null before types: only what is left can be a type error (S3, S6).
 * 3. Every path that is walked is noted, and no other (S10).
 * 4. The only thing thrown is the fault `RULE_TYPE_ERROR`.
 */
/** Compiles when it is first asked: most conditions are only checked. */
export function compileLater(node: Expression): Test {
  let test: Test | undefined
  return (evaluation) => {
    test ??= compileTest(node)
    return test(evaluation)
  }
}

/** The expression as a verdict (S4). */
function compileTest(node: Expression): Test {
  switch (node.kind) {
    case 'comparison':
      return compileComparison(node, compileRead(node.left), compileRead(node.right))
    case 'not': {
      const test = compileTest(node.operand)
      return (evaluation) => !test(evaluation)
    }
    case 'and':
    case 'or':
      return compileJunction(node)
    default:
      return compileBare(node)
  }
}

function compileBare(node: Expression): Test {
  const read = compileRead(node)
  return (evaluation) => {
    const value = read(evaluation)
    if (typeof value === 'boolean') return value
    const problem = value === undefined ? undefined : verdictProblem(typeOf(value))
    return problem !== undefined && failType(evaluation, node, problem)
  }
}

/** S10: from left to right, and no further than needed. */
function compileJunction({ kind, operands }: Junction): Test {
  const decisive = kind === 'or'
  const tests = operands.map(compileTest)
  return (evaluation) => {
    for (const test of tests) if (test(evaluation) === decisive) return decisive
    return !decisive
  }
}

function compileRead(node: Expression): Read {
  switch (node.kind) {
    case 'literal':
      return () => node.value
    case 'path':
      return compilePath(node)
    case 'list':
      return compileList(node)
    case 'call':
      return compileCall(node)
    default:
      return compileTest(node)
  }
}

function compilePath(node: Path): Read {
  const path = renderPath(node)
  const { root, keys } = node
  const isInput = root === 'input'
  return (evaluation) => {
    const { data } = evaluation
    const value = walk(isInput ? data.input : data.results, keys)
    noteRead(evaluation, path, value)
    return value
  }
}

function compileList({ items }: List): Read {
  if (items.every((item) => item.kind === 'literal')) {
    const values = items.map((item) => item.value)
    return () => values
  }
  const reads = items.map(compileRead)
  return (evaluation) => reads.map((read) => read(evaluation)).filter((value) => value !== undefined)
}

function compileCall(node: Call): Read {
  const called = functions.get(node.name)
  const reads = node.args.map(compileRead)
  return (evaluation) => {
    const values = reads.map((read) => read(evaluation)).filter((value) => value !== undefined)
    // What asks about a value is a comparison, hence false; `len` and `lower` of nothing are missing themselves. The
    // check has refused unknown functions.
    if (called === undefined || values.length < reads.length) return called?.gives === 'boolean' ? false : undefined
    const wrong = argumentProblem(node.name, called, values.map(typeOf))
    if (wrong !== undefined) failType(evaluation, node.args[wrong.index] ?? node, wrong.problem)
    return called.apply(values, evaluation) ?? failBudget(evaluation, node)
  }
}
