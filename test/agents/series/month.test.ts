import { expect, it } from 'vitest'
import { calendarMonth, monthAt, monthIndex, monthsBetween } from '../../../agents/series/month.ts'

it('counts months across the turn of a year', () => {
  expect(monthsBetween('2019-11', '2020-02')).toEqual(['2019-11', '2019-12', '2020-01', '2020-02'])
  expect(monthAt(monthIndex('2020-12') + 1)).toBe('2021-01')
  expect(calendarMonth('2020-12')).toBe(11)
})
