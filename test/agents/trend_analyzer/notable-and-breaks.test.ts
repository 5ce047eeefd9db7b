import { describe, expect, it } from 'vitest'
import { notableMonths } from '../../../agents/trend_analyzer/notable-months.ts'
import { trendBreaks } from '../../../agents/trend_analyzer/trend-breaks.ts'

const noise = (index: number) => (((index * 7919) % 13) - 6) / 100
const climb = Array.from({ length: 96 }, (_, index) => index / 100 + noise(index))

describe('notableMonths', () => {
  it('finds the month that was pushed away, and only that one', () => {
    const pushed = climb.map((value, index) => (index === 40 ? value - 0.8 : value))
    expect(notableMonths(pushed).map(({ index }) => index)).toEqual([40])
  })

  it('finds nothing in a regular climb or in a constant', () => {
    expect(notableMonths(climb)).toEqual([])
    expect(notableMonths(Array.from({ length: 48 }, () => 7))).toEqual([])
  })
})

describe('trendBreaks', () => {
  it('finds the month in which the direction changed, with both slopes', () => {
    const bent = Array.from({ length: 120 }, (_, index) => (index < 60 ? 0.02 : -0.01) * (index - 60) + noise(index))
    const [found, ...others] = trendBreaks(bent)
    expect(others).toEqual([])
    expect(Math.abs((found?.index ?? 0) - 60)).toBeLessThanOrEqual(2)
    expect(found?.slopeBefore).toBeCloseTo(0.02, 2)
    expect(found?.slopeAfter).toBeCloseTo(-0.01, 2)
  })

  it('finds none in one straight climb', () => {
    expect(trendBreaks(climb)).toEqual([])
  })

  it('says nothing of a change too close to the end to be placed', () => {
    const late = climb.map((value, index) => (index >= 88 ? value - 1 : value))
    expect(trendBreaks(late)).toEqual([])
  })
})
