import { describe, expect, it } from 'vitest'
import { confidenceOf } from '../../../agents/trend_analyzer/confidence.ts'
import { leastSquares } from '../../../agents/trend_analyzer/slope.ts'

const noise = (index: number) => (((index * 7919) % 13) - 6) / 100

function confidence(values: readonly number[]) {
  return confidenceOf({ adjusted: values, slope: leastSquares(values), fitLine: leastSquares })
}

describe('confidenceOf', () => {
  it('is near 1 for a steady climb that goes on', () => {
    const climb = Array.from({ length: 96 }, (_, index) => index / 50 + noise(index))
    expect(confidence(climb).confidence).toBeGreaterThan(0.9)
  })

  it('has little certainty where there is only noise', () => {
    const flat = Array.from({ length: 96 }, (_, index) => noise(index))
    expect(confidence(flat).certainty).toBeLessThan(0.6)
  })

  it('loses steadiness where the direction changed on the way', () => {
    const bent = Array.from({ length: 120 }, (_, index) => (index < 50 ? -index : index - 100) / 50 + noise(index))
    expect(confidence(bent).steadiness).toBeLessThan(0.8)
  })

  it('loses steadiness where a boom and a standstill make one slope between them', () => {
    const uneven = Array.from({ length: 120 }, (_, index) => Math.max(0, index - 60) / 20 + noise(index))
    expect(confidence(uneven).steadiness).toBeLessThan(0.5)
  })

  it('has no currency when all of the last year left the trend', () => {
    const left = Array.from({ length: 96 }, (_, index) => index / 50 + noise(index) - (index >= 84 ? 1 : 0))
    expect(confidence(left)).toMatchObject({ currency: 0, confidence: 0 })
  })

  it('is the product of its three parts', () => {
    const values = Array.from({ length: 96 }, (_, index) => index / 80 + noise(index) - (index >= 90 ? 0.5 : 0))
    const { confidence: whole, certainty, steadiness, currency } = confidence(values)
    expect(whole).toBeCloseTo(certainty * steadiness * currency, 12)
    expect(currency).toBeGreaterThan(0)
    expect(currency).toBeLessThan(1)
  })
})
