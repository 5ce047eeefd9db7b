import { expect, test } from 'vitest'
import { nearestName } from '../../src/core/near-name.ts'

test.each([
  ['reportr', ['cleaner', 'reporter'], 'reporter'],
  ['repotrer', ['cleaner', 'reporter'], 'reporter'],
  ['Reporter', ['cleaner', 'reporter'], 'reporter'],
  ['in', ['is', 'on'], 'is'],
  ['trend', ['trend_x', 'trends'], 'trends'],
  ['memori', ['memory', 'timeout'], 'memory'],
])('suggests for %s among %j the name %s', (name, known, near) => {
  expect(nearestName(name, known)).toBe(near)
})

test.each([
  ['financial', ['input', 'results', 'prev_step']],
  ['abc', ['xbz']],
  ['d', ['a', 'b', 'greeter']],
  ['', ['a']],
  ['reporter', []],
  ['reporter', ['reporter']],
])('suggests nothing for %s among %j', (name, known) => {
  expect(nearestName(name, known)).toBeUndefined()
})

test('suggests nothing for a name too long to be a slip', () => {
  const long = 'a'.repeat(100_000)
  expect(nearestName(long, [`${long}b`])).toBeUndefined()
})
