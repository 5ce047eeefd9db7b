import { describe, expect, it } from 'vitest'
import { completeSeries, fillGaps } from '../../../agents/data_cleaner/complete-series.ts'
import { monthAt } from '../../../agents/series/month.ts'

/** `undefined` is a month without an amount; the first month is January 2020. */
function amounts(series: Readonly<Record<string, readonly (number | undefined)[]>>) {
  return new Map(
    Object.entries(series).map(([category, values]) => [
      category,
      new Map(
        values.flatMap((value, index) => (value === undefined ? [] : [[monthAt(2020 * 12 + index), value] as const])),
      ),
    ]),
  )
}

describe('completeSeries', () => {
  it('puts the largest category first, all over the same months', () => {
    const { months, series } = completeSeries(amounts({ small: [1, 1, 1], large: [5, 5, 5] }))
    expect(months).toEqual(['2020-01', '2020-02', '2020-03'])
    expect(series.map(({ category }) => category)).toEqual(['large', 'small'])
  })

  it('fills up to two missing months on a straight line and names them', () => {
    const { series, filled } = completeSeries(amounts({ A: [10, undefined, undefined, 40] }))
    expect(series[0]?.amounts).toEqual([10, 20, 30, 40])
    expect(filled).toEqual([{ category: 'A', months: ['2020-02', '2020-03'] }])
  })

  it('leaves out a category with a longer gap, a late start or an early end, and says why', () => {
    const { series, leftOut } = completeSeries(
      amounts({
        whole: [1, 1, 1, 1, 1],
        gap: [1, undefined, undefined, undefined, 1],
        late: [undefined, 1, 1, 1, 1],
        early: [1, 1, 1, undefined, undefined],
      }),
    )
    expect(series.map(({ category }) => category)).toEqual(['whole'])
    expect(leftOut).toEqual([
      { category: 'gap', reason: '3 months in a row are missing' },
      { category: 'late', reason: 'starts 1 month later than others' },
      { category: 'early', reason: 'ends 2 months earlier than others' },
    ])
  })

  it('fills nothing where nothing is missing', () => {
    expect(fillGaps([1, 2, 3])).toEqual([1, 2, 3])
  })
})
