import { describe, expect, it } from 'vitest'
import { lineChart } from '../../bench/plots/line-chart.ts'

const chart = {
  title: 'Cost & <growth>',
  x: 'jobs',
  y: 'ms',
  lines: [
    {
      name: 'one',
      points: [
        [10, 1],
        [1_000, 2],
        [100_000, 4],
      ],
    },
    {
      name: 'other',
      points: [
        [10, 4],
        [100_000, 3.9],
      ],
    },
  ],
} as const

describe('a chart of lines', () => {
  it('keeps every point and every name inside its frame', () => {
    const drawn = lineChart(chart)
    const points = [...drawn.matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(([, x, y]) => [Number(x), Number(y)])
    expect(points).toHaveLength(5)
    for (const [x = 0, y = 0] of points) {
      expect(x).toBeGreaterThanOrEqual(56)
      expect(x).toBeLessThanOrEqual(520)
      expect(y).toBeGreaterThanOrEqual(44)
      expect(y).toBeLessThanOrEqual(252)
    }
  })

  it('puts equal ratios at equal distances, and more above less', () => {
    const [first, second, third] = [...lineChart(chart).matchAll(/<circle cx="([\d.]+)" cy="([\d.]+)"/g)].map(
      ([, x, y]) => ({ x: Number(x), y: Number(y) }),
    )
    expect((second?.x ?? 0) - (first?.x ?? 0)).toBeCloseTo((third?.x ?? 0) - (second?.x ?? 0), 0)
    expect(first?.y).toBeGreaterThan(second?.y ?? 0)
  })

  it('keeps names that end at the same height apart', () => {
    const drawn = lineChart(chart)
    const heights = ['one', 'other'].map((name) => Number(new RegExp(`y="([\\d.]+)"[^>]*>${name}<`).exec(drawn)?.[1]))
    expect(Math.abs((heights[0] ?? 0) - (heights[1] ?? 0))).toBeGreaterThanOrEqual(14)
  })

  it('escapes what would be markup', () => {
    expect(lineChart(chart)).toContain('Cost &amp; &lt;growth>')
  })
})
