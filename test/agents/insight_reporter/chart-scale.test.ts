import fc from 'fast-check'
import { expect, it } from 'vitest'
import { bandPath, linearScale, linePath, niceTicks } from '../../../agents/insight_reporter/chart-scale.ts'

it('ticks are round, evenly spaced and enclose the range', () => {
  expect(niceTicks({ from: 0, to: 530 }, 6)).toEqual([0, 100, 200, 300, 400, 500, 600])
  const number = fc.double({ min: -1e9, max: 1e9, noNaN: true })
  fc.assert(
    fc.property(number, number, (one, other) => {
      const [from, to] = [Math.min(one, other), Math.max(one, other)]
      fc.pre(to - from > 1e-3)
      const ticks = niceTicks({ from, to }, 5)
      const step = (ticks[1] ?? 0) - (ticks[0] ?? 0)
      expect(ticks[0]).toBeLessThanOrEqual(from + step * 1e-6)
      expect(ticks.at(-1)).toBeGreaterThanOrEqual(to - step * 1e-6)
      expect(ticks.length).toBeLessThanOrEqual(8)
    }),
  )
})

it('a range of one value still has two ticks', () => {
  expect(niceTicks({ from: 0, to: 0 }, 3).length).toBeGreaterThanOrEqual(2)
})

it('paths go through their points, a band there and back', () => {
  const y = linearScale({ from: 0, to: 10 }, { from: 100, to: 0 })
  expect(y(2.5)).toBe(75)
  const upper = [
    { x: 0, y: 1.26 },
    { x: 5, y: 2 },
  ]
  expect(linePath(upper)).toBe('M0 1.3L5 2')
  expect(
    bandPath(upper, [
      { x: 0, y: 9 },
      { x: 5, y: 8 },
    ]),
  ).toBe('M0 1.3L5 2L5 8L0 9Z')
})
