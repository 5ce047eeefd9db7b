import { describe, expect, it } from 'vitest'
import { wrapText } from '../../../src/cli/terminal/wrap-text.ts'

describe('a wrapped text', () => {
  it('has lines of at most the width, broken between words, with their indents', () => {
    expect(wrapText('one two three four', 9, { first: 1, rest: 2 })).toEqual([' one two', '  three', '  four'])
  })

  it('keeps a word that is too long whole, on a line of its own', () => {
    expect(wrapText('a verylongword b', 6)).toEqual(['a', 'verylongword', 'b'])
  })

  it('counts columns, not characters, and passes nothing on that a terminal obeys', () => {
    expect(wrapText('日本 日本 x', 5)).toEqual(['日本', '日本', 'x'])
    expect(wrapText('a\u001b[31m b\n', 80)).toEqual(['a b '])
  })

  it('is one line where there is no width', () => {
    expect(wrapText('one two three', Number.POSITIVE_INFINITY, { rest: 4 })).toEqual(['one two three'])
  })
})
