import { describe, expect, it } from 'vitest'
import { awsProblem } from '../../../src/adapters/aws/aws-problem.ts'

describe('the problem that an AWS client reports', () => {
  it.each<[string, unknown]>([
    ['ThrottlingException: Rate exceeded', Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' })],
    ['connect ECONNREFUSED 127.0.0.1:1', new Error('connect ECONNREFUSED 127.0.0.1:1')],
    ['AggregateError: ECONNREFUSED', Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })],
    ['a text', 'a text'],
    ['undefined', undefined],
  ])('is one line: %s', (line, thrown) => {
    expect(awsProblem(thrown)).toBe(line)
  })
})
