import { expect, test } from 'vitest'
import { beginTurn, newTurns, takeBackTurns } from '../../../src/adapters/local/attempt-turns.ts'

test('attempts begin in the order they were given, each once', () => {
  const turns = newTurns()

  expect([beginTurn(turns, 1), beginTurn(turns, 2), beginTurn(turns, 2)]).toEqual([true, true, false])
})

test('an attempt that was taken back does not begin, and those given later do', () => {
  const turns = newTurns()
  beginTurn(turns, 1)

  expect(takeBackTurns(turns, 3)).toBe(1)

  expect([2, 3, 4].map((attempt) => beginTurn(turns, attempt))).toEqual([false, false, true])
})
