import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanRows } from '../../../agents/data_cleaner/clean-rows.ts'
import { dropLog } from '../../../agents/data_cleaner/drop-log.ts'

const columns = { month: 'month', category: 'category', amount: 'amount' }
const rules = { columns, exclude: [] as string[], combine: 'sum' as 'sum' | 'last' }

const row = (month: string, category: string, amount: string) => ({ month, category, amount, id: '' })

function clean(rows: readonly ReturnType<typeof row>[], changed: Partial<typeof rules> = {}) {
  const drops = dropLog()
  const { amounts, kept } = cleanRows(rows, { ...rules, ...changed }, drops)
  const cells = [...amounts].flatMap(([category, months]) => [...months].map(([month, sum]) => [category, month, sum]))
  return { cells, kept, dropped: drops.list() }
}

describe('cleanRows', () => {
  it('adds up the rows of one category and month', () => {
    const { cells, kept } = clean([
      row('2020-01-05', 'A', '2'),
      row('2020-01-20', 'a ', '3'),
      row('2020-02-01', 'A', '4'),
    ])
    expect(cells).toEqual([
      ['A', '2020-01', 5],
      ['A', '2020-02', 4],
    ])
    expect(kept).toBe(3)
  })

  it('counts a repeated row once', () => {
    const { cells, dropped } = clean([
      { ...row('2020-01-05', 'A', '2'), id: '1' },
      { ...row('2020-01-05', 'A', '2'), id: '1' },
      { ...row('2020-01-05', 'A', '2'), id: '2' },
    ])
    expect(cells).toEqual([['A', '2020-01', 4]])
    expect(dropped).toEqual([{ reason: 'repeated row', count: 1, examples: ['2020-01-05 | A | 2 | 1'] }])
  })

  it('lets the last row count when rows are corrections', () => {
    const { cells, kept, dropped } = clean([row('2020-01', 'A', '2'), row('2020-01', 'A', '7')], { combine: 'last' })
    expect(cells).toEqual([['A', '2020-01', 7]])
    expect(kept).toBe(1)
    expect(dropped[0]).toMatchObject({ reason: 'replaced by a later row', examples: ['2020-01 | A | 2 | '] })
  })

  it('names why a row was dropped, the most frequent reason first', () => {
    const { cells, dropped } = clean(
      [
        row('2020-01', 'Total', '9'),
        row('2020-02', 'TOTAL', '9'),
        row('2020-01', '', '1'),
        row('soon', 'A', '1'),
        row('2020-01', 'A', ''),
        row('2020-02', 'A', 'many'),
        row('2020-03', 'A', '-4'),
      ],
      { exclude: ['total'] },
    )
    expect(cells).toEqual([])
    expect(dropped.map(({ reason, count }) => `${reason} ${count}`)).toEqual([
      'category is excluded 2',
      'no category 1',
      'month cannot be read 1',
      'no amount 1',
      'amount is not a number 1',
      'amount is negative 1',
    ])
  })

  it('puts a month together from two columns, and drops what makes none', () => {
    const record = (year: string, month: string) => ({ year, month, category: 'A', amount: '2' })
    const drops = dropLog()
    const { amounts } = cleanRows(
      [record('2015', '7'), record(' 2015', '12 '), record('2015', '13'), record('', '7'), record('2015-07', '')],
      { ...rules, columns: { ...columns, month: { year: 'year', month: 'month' } } },
      drops,
    )
    expect([...(amounts.get('A')?.keys() ?? [])]).toEqual(['2015-07', '2015-12'])
    expect(drops.list()).toMatchObject([{ reason: 'month cannot be read', count: 3 }])
  })

  it.each(['', ' ', 'NA', 'n/a', 'NaN', 'null', '-'])('takes "%s" for a missing amount', (amount) => {
    expect(clean([row('2020-01', 'A', amount)]).dropped).toMatchObject([{ reason: 'no amount' }])
  })

  it('accounts for every row once, whatever the rows are', () => {
    const text = fc.oneof(fc.constantFrom('2020-01', '2020-02', 'A', 'B', '1', '-1', ''), fc.string())
    const rows = fc.array(fc.tuple(text, text, text).map(([month, category, amount]) => row(month, category, amount)))
    fc.assert(
      fc.property(rows, fc.constantFrom('sum' as const, 'last' as const), (all, combine) => {
        const { kept, dropped } = clean(all, { combine })
        expect(kept + dropped.reduce((sum, { count }) => sum + count, 0)).toBe(all.length)
      }),
    )
  })
})
