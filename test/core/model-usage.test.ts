import { describe, expect, it } from 'vitest'
import { addUsage, compactUsage, expandUsage, type ModelUsage, sumUsage } from '../../src/core/model-usage.ts'
import { costText, usdText } from '../../src/core/usd.ts'

const used: ModelUsage = { requests: 1, inputTokens: 10, outputTokens: 5, microUsd: 70 }

describe('the use of models', () => {
  it('adds up, and costs what is unknown once a part is', () => {
    expect(addUsage(used, used)).toEqual({ requests: 2, inputTokens: 20, outputTokens: 10, microUsd: 140 })
    expect(addUsage(used, { ...used, microUsd: 'unknown' })?.microUsd).toBe('unknown')
    expect(addUsage({ ...used, microUsd: 'unknown' }, used)?.microUsd).toBe('unknown')
  })

  it('is called simulated once a part of it was', () => {
    expect(addUsage({ ...used, microUsd: 0, simulated: true }, used)).toMatchObject({ microUsd: 70, simulated: true })
  })

  it('is none where there was none', () => {
    expect(addUsage(undefined, undefined)).toBeUndefined()
    expect(sumUsage([{}, { usage: used }, {}])).toBe(used)
  })

  it.each([
    used,
    { ...used, microUsd: 'unknown' },
    { ...used, microUsd: 0 },
    { ...used, microUsd: 0, simulated: true },
  ] as const)('is the same after it was stored: %j', (usage) => {
    expect(expandUsage(JSON.parse(JSON.stringify(compactUsage(usage))))).toEqual(usage)
  })

  it.each([null, 'x', {}, [], [1, 2], [1, 2, -3], [1, 2, 0.5], [1, '2', 3]])('is not read from %j', (stored) => {
    expect(() => expandUsage(stored)).toThrow(TypeError)
  })

  it.each([
    [1, 2, 3, -5],
    [1, 2, 3, 'free'],
  ])('never costs less than nothing: %j %j %j %j', (...stored) => {
    expect(expandUsage(stored).microUsd).toBe('unknown')
  })
})

describe('money', () => {
  it.each([
    [0, '0.00'],
    [4_500, '0.0045'],
    [1, '0.000001'],
    [12_500_000, '12.50'],
  ])('of %i millionths is %s', (microUsd, text) => {
    expect(usdText(microUsd)).toBe(text)
  })

  it('that nobody knows is said so', () => {
    expect(costText({ microUsd: 'unknown' })).toBe('cost unknown')
    expect(costText({ microUsd: 0, simulated: true })).toBe('0.00 USD, simulated')
  })
})
