import { describe, expect, test } from 'vitest'
import { readLogLine } from '../../../src/cli/logs/read-log-line.ts'

const at = Date.parse('2026-01-02T03:04:05.000Z')
const origin = { at, source: 'clerk' }
const read = (line: unknown) => readLogLine(typeof line === 'string' ? line : JSON.stringify(line), origin)

describe('a line of a log', () => {
  test('of the platform has its own time, level, job, step and attempt', () => {
    const written = { level: 'warn', time: '2026-01-02T03:04:04.123Z', jobId: 'j1', stepId: 's', attempt: 2, code: 'X' }
    expect(read({ ...written, message: 'attempt failed' })).toEqual({
      at: at - 877,
      source: 'clerk',
      level: 'warn',
      message: 'attempt failed',
      jobId: 'j1',
      stepId: 's',
      attempt: 2,
      fields: { code: 'X' },
    })
  })

  test("of an agent's console is Lambda's JSON", () => {
    const line = { timestamp: '2026-01-02T03:04:04Z', level: 'ERROR', requestId: 'r', message: 'no luck' }
    expect(read(line)).toMatchObject({ at: at - 1_000, level: 'error', message: 'no luck', fields: { requestId: 'r' } })
  })

  test('of an error that nobody caught has its words and its stack', () => {
    const message = {
      errorType: 'TypeError',
      errorMessage: 'x is null',
      stackTrace: ['TypeError: x is null', '  at a'],
    }
    expect(read({ timestamp: '2026-01-02T03:04:04Z', level: 'FATAL', message })).toMatchObject({
      level: 'error',
      message: 'TypeError: x is null',
      fields: { stack: 'TypeError: x is null\n  at a' },
    })
  })

  test('of an invocation that ended badly is an error, because nobody but Lambda tells of it', () => {
    const record = { requestId: 'r', status: 'timeout', metrics: { durationMs: 5_000, memorySizeMB: 128 } }
    expect(read({ time: '2026-01-02T03:04:05Z', type: 'platform.report', record })).toEqual({
      ...{ at, source: 'clerk', level: 'error', message: 'Lambda ended the invocation: timeout' },
      fields: { requestId: 'r', durationMs: 5_000, memorySizeMB: 128 },
    })
  })

  test('that is text, or JSON cut off, is shown as it is', () => {
    expect(read('hello\n')).toEqual({ at, source: 'clerk', level: 'info', message: 'hello', fields: {} })
    expect(read('{"level":"in')).toMatchObject({ message: '{"level":"in' })
  })

  test.each([
    { _aws: { Timestamp: 1 }, attempts: 1 },
    { time: 't', type: 'platform.start', record: {} },
    { time: 't', type: 'platform.report', record: { status: 'success' } },
    'START RequestId: 1 Version: $LATEST',
    'REPORT RequestId: 1 Duration: 3 ms',
    '',
  ])('is left out when it tells a person nothing: %j', (line) => {
    expect(read(line)).toBeUndefined()
  })
})
