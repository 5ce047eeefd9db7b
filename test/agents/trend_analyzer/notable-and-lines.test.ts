import { describe, expect, it } from 'vitest'
import { notableMonths } from '../../../agents/trend_analyzer/notable-months.ts'
import { trendLines } from '../../../agents/trend_analyzer/trend-lines.ts'

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

describe('trendLines', () => {
  it('finds the month in which the direction changed, with both slopes', () => {
    const bent = Array.from({ length: 120 }, (_, index) => (index < 60 ? 0.02 : -0.01) * (index - 60) + noise(index))
    const [first, second, ...others] = trendLines(bent)
    expect(others).toEqual([])
    expect(first).toMatchObject({ from: 0, to: second?.from })
    expect(second?.to).toBe(120)
    expect(Math.abs((second?.from ?? 0) - 60)).toBeLessThanOrEqual(2)
    expect(first?.perStep).toBeCloseTo(0.02, 2)
    expect(first?.start).toBeCloseTo(-1.2, 1)
    expect(second?.perStep).toBeCloseTo(-0.01, 2)
  })

  it('places three changes together, not the first one between the others', () => {
    const slopes = [0.01, -0.03, 0, 0.02]
    let level = 0
    const crisis = Array.from({ length: 160 }, (_, index) => {
      level += slopes[Math.floor(index / 40)] ?? 0
      return level + noise(index) / 4
    })
    const starts = trendLines(crisis).map(({ from }) => from)
    expect(starts).toHaveLength(4)
    for (const [index, from] of starts.entries()) expect(Math.abs(from - 40 * index)).toBeLessThanOrEqual(3)
  })

  it('finds one line in one straight climb, in an exact line and in a short series', () => {
    for (const values of [climb, climb.map((_, index) => index), climb.slice(0, 30), climb.slice(0, 10)]) {
      expect(trendLines(values)).toMatchObject([{ from: 0, to: values.length }])
    }
  })

  it('says nothing of a change too close to the end to be placed', () => {
    const late = climb.map((value, index) => (index >= 88 ? value - 1 : value))
    expect(trendLines(late)).toHaveLength(1)
  })
})
