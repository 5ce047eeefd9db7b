import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../../src/core/json.ts'
import { type Condition, checkCondition, evaluateCondition } from '../../src/rules/condition.ts'
import { mappingPaths } from '../../src/rules/mapping-paths.ts'
import { type Wish, wishesFor } from '../../src/rules/wishes.ts'
import { print, tree } from './generated-condition.ts'

const names = ['a', 'b']

function aCondition(text: string): Condition {
  const { condition, findings } = checkCondition(text, { names })
  if (condition === undefined) throw new Error(JSON.stringify(findings))
  return condition
}

/** Always the same draws, from a seed. */
function draws(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

/** The data that gives every wish the first of its near values that fits; undefined when one has none. */
function granted(wishes: readonly Wish[]): { input: JsonValue; results: Record<string, JsonValue> } | undefined {
  const data: { input?: JsonValue; results: Record<string, JsonValue> } = { results: {} }
  for (const wish of wishes) {
    if (wish.absent) continue
    const value = wish.near.find((near) => wish.fits(near))
    if (value === undefined) return undefined
    put(data, [wish.root, ...wish.keys], value)
  }
  return { input: {}, ...data }
}

function put(target: object, keys: readonly (string | number)[], value: JsonValue): void {
  let at = target as Record<string | number, unknown>
  for (const [index, key] of keys.slice(0, -1).entries()) {
    at[key] ??= typeof keys[index + 1] === 'number' ? [] : {}
    at = at[key] as Record<string | number, unknown>
  }
  at[keys.at(-1) ?? ''] = value
}

describe('the wishes of a condition', () => {
  it.each([
    "input.kind == 'full'",
    'input.amount > 1000 and input.country in ["DE", "FR"]',
    'not (input.a < 5 or results.a.n == 3)',
    "contains(input.title, 'urgent')",
    "starts_with(lower(input.title), 'urgent')",
    'len(results.a.rows) > 3',
    'input.flag',
    'exists(results.b.error)',
    'input.a != null and input.b != input.a',
    'results.a.total > input.limit',
    'input.name in results.a.names',
    'input.x in [input.y, input.z]',
    'input.rows[1].kind == "x" and input.rows[0].n >= 2',
    'input.kind not in ["a", "b"]',
    'prev_step.a.n == 1 and results.a.m == 2',
    "input.tags == ['a', 'b']",
    '(input.a == 1) == true',
  ])('reach both verdicts of %s', (text) => {
    const condition = aCondition(text)
    for (const verdict of [true, false]) {
      const met = Array.from({ length: 20 }, (_, seed) => {
        const data = granted(wishesFor(condition, verdict, draws(seed)))
        try {
          return data !== undefined && evaluateCondition(condition, data).value === verdict
        } catch {
          return false // the type of the other path was guessed wrong
        }
      })
      expect(met, `${verdict}`).toContain(true)
    }
  })

  it('ask nothing of what no value changes', () => {
    expect(wishesFor(aCondition('always'), false, draws(1))).toEqual([])
    expect(wishesFor(aCondition('1 == 2 or true'), false, draws(1))).toEqual([])
  })

  it('leave a list alone that would have to be filled up to a millionth item', () => {
    expect(wishesFor(aCondition('input.rows[1000000] == 1'), true, draws(1))).toEqual([])
  })

  it('decide a comparison that reads one path, whatever stands around the path', () => {
    const comparison = tree.filter(({ kind }) => kind === 'compare')
    fc.assert(
      fc.property(comparison, fc.boolean(), (made, verdict) => {
        const { condition } = checkCondition(print(made), { names })
        if (condition === undefined) return
        const wishes = wishesFor(condition, verdict, draws(1))
        const data = wishes.length === 1 ? granted(wishes) : undefined
        if (data === undefined) return
        expect(evaluateCondition(condition, data).value).toBe(verdict)
      }),
      { numRuns: 500 },
    )
  })
})

describe('the paths of a mapping', () => {
  it('are those of its strings, with the name first, and whether they stand in text', () => {
    const template = { a: '${{ results.a.rows[0] }}', b: ['of ${{ input.region ?? null }}', 3], c: '${{ region }}' }
    expect(mappingPaths(template)).toEqual([
      { root: 'results', keys: ['a', 'rows', 0], inText: false },
      { root: 'input', keys: ['region'], inText: true },
    ])
  })
})
