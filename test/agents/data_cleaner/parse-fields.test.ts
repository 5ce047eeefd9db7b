import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parseAmount, parseCategory, parseMonth } from '../../../agents/data_cleaner/parse-fields.ts'

describe('parseMonth', () => {
  it.each(['2020-12', '2020-12-31', '2020/12', '2020/12/01', '2020.12', '202012', '2020-12-31T10:00:00Z', ' 2020-12 '])(
    'reads %s',
    (text) => expect(parseMonth(text)).toBe('2020-12'),
  )

  it('writes a month with two digits', () => expect(parseMonth('2020-3-1')).toBe('2020-03'))

  it.each(['', '2020-13', '2020-00', '12/2020', '2020-12-32', 'December 2020', '20201231'])(
    'does not guess at "%s"',
    (text) => expect(parseMonth(text)).toBeUndefined(),
  )
})

describe('parseAmount', () => {
  it.each([
    ['1234.5', 1234.5],
    ['$1,234.50', 1234.5],
    ["1'234", 1234],
    ['1 234 567', 1_234_567],
    ['-12', -12],
    ['(12.5)', -12.5],
    ['€0', 0],
    ['1e3', 1000],
  ])('reads %s', (text, value) => expect(parseAmount(text)).toBe(value))

  it.each(['', '12,5', '1,23', '1.2.3', 'n/a', '--3', '1e999', '0x10', 'NaN', 'Infinity'])(
    'does not guess at "%s"',
    (text) => expect(parseAmount(text)).toBeUndefined(),
  )

  it('never gives anything but a finite number', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const amount = parseAmount(text)
        expect(amount === undefined || Number.isFinite(amount)).toBe(true)
      }),
    )
  })
})

it('parseCategory leaves one blank between words', () => {
  expect(parseCategory('  Food   and\tdrink ')).toBe('Food and drink')
})
