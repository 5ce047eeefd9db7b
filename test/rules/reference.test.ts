import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import type { JsonValue } from '../../src/core/json.ts'
import { type Condition, checkCondition, evaluateCondition } from '../../src/rules/condition.ts'
import { input, print, type Tree, tree, treeOf } from './generated-condition.ts'
import { verdictOf, WrongType } from './naive-evaluator.ts'

type Outcome = boolean | 'wrong type'

function ours(condition: Condition, data: JsonValue): Outcome {
  try {
    return evaluateCondition(condition, { input: data, results: {} }).value
  } catch (error) {
    if (error instanceof Fault && error.code === 'RULE_TYPE_ERROR') return 'wrong type'
    throw error
  }
}

function naive(node: Tree, data: JsonValue): Outcome {
  try {
    return verdictOf(node, data)
  } catch (error) {
    if (error instanceof WrongType) return 'wrong type'
    throw error
  }
}

test('a generated condition is read as the tree it was printed from', () => {
  let accepted = 0
  fc.assert(
    fc.property(tree, (node) => {
      const text = print(node)
      const { condition, findings } = checkCondition(text, { names: [] })
      if (condition === undefined) {
        expect(findings.every(({ code }) => code === 'RULE_TYPE' || text.length > 1_000)).toBe(true)
        return
      }
      accepted++
      expect(treeOf(condition.expression)).toEqual(node)
    }),
    { numRuns: 1_000 },
  )
  expect(accepted).toBeGreaterThan(200)
})

test('a generated condition has the verdict of a naive evaluator over its tree', () => {
  const seen = { true: 0, false: 0, 'wrong type': 0 }
  fc.assert(
    fc.property(tree, input, (node, data) => {
      const { condition } = checkCondition(print(node), { names: [] })
      if (condition === undefined) return
      const outcome = ours(condition, data)
      seen[`${outcome}`]++
      expect(outcome).toBe(naive(node, data))
    }),
    { numRuns: 3_000 },
  )
  for (const count of Object.values(seen)) expect(count).toBeGreaterThan(30)
})

describe('against Python', () => {
  test("a generated condition of the shared grammar has the verdict of Python's evaluator", ({ skip }) => {
    if (!hasPython()) skip('python3 is not installed; the naive evaluator is the reference then')
    const cases = fc
      .sample(fc.tuple(tree.filter(isPythonic), input), 1_500)
      .flatMap(([node, data]) => {
        const { condition } = checkCondition(print(node), { names: [] })
        return condition === undefined ? [] : [{ condition, data }]
      })
      .slice(0, 400)
    expect(cases).toHaveLength(400)
    const outcomes = pythonOutcomes(cases.map(({ condition, data }) => [condition.text, data]))
    for (const [index, { condition, data }] of cases.entries()) {
      expect([condition.text, data, ours(condition, data)]).toEqual([condition.text, data, outcomes[index]])
    }
  })
})

/** `input.or` is a name here and a syntax error there. */
function isPythonic(node: Tree): boolean {
  return !print(node).includes('.or')
}

function hasPython(): boolean {
  return spawnSync('python3', ['--version']).status === 0
}

function pythonOutcomes(cases: readonly (readonly [string, JsonValue])[]): Outcome[] {
  const script = fileURLToPath(new URL('./reference.py', import.meta.url))
  return JSON.parse(execFileSync('python3', [script], { encoding: 'utf8', input: JSON.stringify(cases) }))
}
