import { describe, expect, it } from 'vitest'
import { checkCondition, evaluateCondition, resolveMapping } from '../../src/rules/index.ts'

describe('the face of src/rules', () => {
  it('checks a condition, names what it reads, and evaluates it with its reason', () => {
    const { condition, findings, reads } = checkCondition("input.kind == 'full' and results.a.n > 1", { names: ['a'] })
    expect([findings, reads]).toEqual([[], ['a']])
    if (condition === undefined) throw new Error('a condition')
    expect(evaluateCondition(condition, { input: { kind: 'full' }, results: { a: {} } })).toEqual({
      value: false,
      read: [['input.kind', 'full']],
      missing: ['results.a.n'],
    })
  })

  it('gives no condition for a text with an error, and says where the error is', () => {
    const { condition, findings } = checkCondition('input.a ==', { names: [] })
    expect(condition).toBeUndefined()
    expect(findings).toMatchObject([{ code: 'RULE_SYNTAX', span: { start: 10, end: 10 } }])
  })

  it('fills in a mapping, and throws MAPPING_MISSING naming the path', () => {
    const data = { input: { n: 1 }, results: {} }
    expect(resolveMapping({ n: '${{ input.n }}' }, data)).toEqual({ n: 1 })
    expect(() => resolveMapping('${{ results.a.n }}', data)).toThrow(
      expect.objectContaining({ code: 'MAPPING_MISSING' }),
    )
  })
})
