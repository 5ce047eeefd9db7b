import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { displayWidth, fitText, padText, plainText } from '../../../src/cli/terminal/display-width.ts'

describe('display width', () => {
  test.each([
    ['abc', 3],
    ['', 0],
    ['é', 1],
    ['e\u0301', 1],
    ['日本', 4],
    ['한글', 4],
    ['👩‍👩‍👧', 2],
    ['✓ ok', 4],
    ['a\u200bb', 2],
  ])('counts the columns of %j', (text, width) => {
    expect(displayWidth(text)).toBe(width)
  })

  test('cuts before a character that does not fit whole', () => {
    expect(fitText('日本語', 4)).toBe('日…')
    expect(fitText('abcdef', 4)).toBe('abc…')
    expect(fitText('abcd', 4)).toBe('abcd')
    expect(fitText('abc', 0)).toBe('')
  })

  test('never makes a text wider than asked', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.nat(20), (text, width) => {
        expect(displayWidth(fitText(plainText(text), width))).toBeLessThanOrEqual(width)
      }),
    )
  })

  test('pads by columns, not by characters', () => {
    expect(padText('日', 4)).toBe('日  ')
    expect(padText('abcde', 4)).toBe('abcde')
  })
})

const anyCharacters = fc.array(fc.nat(0x300)).map((codes) => String.fromCodePoint(...codes))

describe('plain text', () => {
  test.each([
    ['\u001b[31mred\u001b[0m', 'red'],
    ['a\nb\r\tc', 'a b c'],
    ['\u001b]0;title\u0007x', 'x'],
    ['\u001b]8;;http://a\u001b\\link', 'link'],
    ['abc\u202edef', 'abcdef'],
    ['\u009b2Jx', 'x'],
  ])('leaves nothing in %j that a terminal would obey', (text, plain) => {
    expect(plainText(text)).toBe(plain)
  })

  test('never holds a control character', () => {
    fc.assert(
      fc.property(anyCharacters, (text) => {
        expect(plainText(text)).not.toMatch(/\p{Cc}/u)
      }),
    )
  })
})
