import type { Unit } from '../data_cleaner/cleaned-data.ts'
import { calendarMonth } from '../series/month.ts'

export type FormatAmount = (amount: number) => string

const powers = [
  { from: 1e12, long: ' trillion', short: 'T' },
  { from: 1e9, long: ' billion', short: 'B' },
  { from: 1e6, long: ' million', short: 'M' },
  { from: 1e4, long: ' thousand', short: 'K' },
] as const

/** `$3.91 trillion`; with `short`, for axes and tables, `$3.91T`. Three significant digits. */
export function amountFormat({ currency, factor }: Unit, style: 'long' | 'short'): FormatAmount {
  const format = new Intl.NumberFormat('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: 0,
    maximumSignificantDigits: 3,
  })
  return (amount) => {
    // Rounded first, so that 999,700 is 1 million and not 1,000 thousand.
    const value = Number((amount * factor).toPrecision(3))
    const power = powers.find(({ from }) => Math.abs(value) >= from)
    const divisor = power === undefined ? 1 : power.from === 1e4 ? 1e3 : power.from
    return format.format(value / divisor).replace('-', minus) + (power?.[style] ?? '')
  }
}

const minus = '\u2212'

/** `3.8%`; one decimal, none from 100 % on. */
export function percent(fraction: number): string {
  const value = fraction * 100
  const digits = Math.abs(value) >= 99.95 ? 0 : 1
  // Not `-0.0`.
  const text = Math.abs(value).toFixed(digits)
  return `${value < 0 && Number(text) !== 0 ? minus : ''}${text}%`
}

/** With its sign also when positive. */
export function signedPercent(fraction: number): string {
  const text = percent(fraction)
  return fraction > 0 && !/^0(\.0)?%$/.test(text) ? `+${text}` : text
}

/** Whole per cent. */
export function roundPercent(fraction: number): string {
  return `${Math.round(fraction * 100)}%`
}

export function capitalised(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}

const monthNames = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** 0 is January. */
export function monthName(index: number): string {
  return monthNames[index] ?? ''
}

/** `July 2015` for `2015-07`. */
export function longMonth(month: string): string {
  return `${monthName(calendarMonth(month))} ${month.slice(0, 4)}`
}
