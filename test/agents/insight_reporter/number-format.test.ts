import { expect, it } from 'vitest'
import { amountFormat, percent, signedPercent } from '../../../agents/insight_reporter/number-format.ts'

it.each([
  [4_974_000, '$4.97 trillion', '$4.97T'],
  [999_700, '$1 trillion', '$1T'],
  [604, '$604 million', '$604M'],
  [-12.34, '−$12.3 million', '−$12.3M'],
  [0.0004, '$400', '$400'],
  [0, '$0', '$0'],
])('writes %d million as %s', (amount, long, short) => {
  const unit = { currency: 'USD', factor: 1_000_000 }
  expect(amountFormat(unit, 'long')(amount)).toBe(long)
  expect(amountFormat(unit, 'short')(amount)).toBe(short)
})

it.each([
  [0.0384, '3.8%', '+3.8%'],
  [-0.191, '−19.1%', '−19.1%'],
  [-0.0001, '0.0%', '0.0%'],
  [0.0001, '0.0%', '0.0%'],
  [1.5, '150%', '+150%'],
])('writes the fraction %d as %s', (fraction, plain, signed) => {
  expect(percent(fraction)).toBe(plain)
  expect(signedPercent(fraction)).toBe(signed)
})
