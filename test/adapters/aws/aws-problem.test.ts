import { describe, expect, it } from 'vitest'
import { awsProblem } from '../../../src/adapters/aws/aws-problem.ts'

/** As the SDK throws it for an answer without a body. */
const unknown = Object.assign(new Error('UnknownError'), { name: 'Unknown', $metadata: { httpStatusCode: 503 } })

describe('the problem that an AWS client reports', () => {
  it.each<[string, unknown]>([
    ['ThrottlingException: Rate exceeded', Object.assign(new Error('Rate exceeded'), { name: 'ThrottlingException' })],
    ['connect ECONNREFUSED 127.0.0.1:1', new Error('connect ECONNREFUSED 127.0.0.1:1')],
    ['AggregateError: ECONNREFUSED', Object.assign(new AggregateError([]), { code: 'ECONNREFUSED' })],
    ['SyntaxError: no JSON here', new SyntaxError('no JSON\n  here')],
    ['Unknown: UnknownError (status 503)', unknown],
    ['a text', 'a text'],
    ['undefined', undefined],
  ])('is one line: %s', (line, thrown) => {
    expect(awsProblem(thrown)).toBe(line)
  })
})
