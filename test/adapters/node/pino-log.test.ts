import { describe, expect, it } from 'vitest'
import { createPinoLog, type PinoLogOptions } from '../../../src/adapters/node/pino-log.ts'
import { Fault } from '../../../src/core/fault.ts'
import type { Log } from '../../../src/ports/log.ts'

describe('the log', () => {
  it('writes one JSON object a line with time, level, message and fields', () => {
    const { log, lines } = aLog({ format: 'json' })
    log('warn', 'Facts come back', { jobId: 'a', failures: 2 })
    const [line = ''] = lines
    expect(line.endsWith('}\n')).toBe(true)
    const time = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    expect(JSON.parse(line)).toEqual({ level: 'warn', time, message: 'Facts come back', jobId: 'a', failures: 2 })
  })

  it('drops lines below its level', () => {
    const { log, lines } = aLog({ format: 'json', level: 'warn' })
    for (const level of ['debug', 'info', 'warn', 'error'] as const) log(level, level)
    expect(lines.map((line) => JSON.parse(line).level)).toEqual(['warn', 'error'])
  })

  it('never writes the value of a secret-looking field, at any depth', () => {
    const { log, lines } = aLog({ format: 'json' })
    const secret = 'hunter2'
    log('info', 'Called', {
      token: secret,
      headers: { Authorization: secret, 'set-cookie': secret, 'X-Api-Key': secret },
      env: [{ DB_PASSWORD: secret, aws: { secretAccessKey: secret, sessionToken: secret } }],
      inputTokens: 12,
      tokens: 34,
    })
    expect(lines.join('')).not.toContain(secret)
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({ token: '[redacted]', inputTokens: 12, tokens: 34 })
  })

  it('writes what an error says, with its code, stack and cause', () => {
    const { log, lines } = aLog({ format: 'json' })
    const error = new Fault('BLOB_MISSING', { key: 'a' }, { cause: new Error('deeper') })
    log('error', 'Failed', { error })
    expect(JSON.parse(lines[0] ?? '').error).toMatchObject({
      name: 'Fault',
      code: 'BLOB_MISSING',
      message: 'Blob a is not in the store',
      stack: expect.stringContaining('pino-log.test.ts'),
      cause: { message: 'deeper' },
    })
  })

  it('survives fields that contain themselves', () => {
    const { log, lines } = aLog({ format: 'json' })
    const round: Record<string, unknown> = {}
    round.round = round
    log('info', 'Round', { round })
    expect(lines[0]).toContain('[too deep]')
  })

  it('is readable at a terminal, and lets no field move the cursor', () => {
    const { log, lines } = aLog({ format: 'text' })
    log('info', 'Serves\u001b[2J', { url: 'http://127.0.0.1:4000', note: 'two words\n', count: 3 })
    const text = 'info  Serves\\u001b[2J url=http://127.0.0.1:4000 note="two words\\n" count=3\n'
    expect(lines[0]?.replace(/^\d\d:\d\d:\d\d\.\d{3} /, '')).toBe(text)
  })

  it('puts the stack of an error below its line', () => {
    const { log, lines } = aLog({ format: 'text' })
    log('error', 'Failed', { error: new Error('broken pipe') })
    const [first, second, third] = (lines[0] ?? '').split('\n')
    expect(first).toMatch(/error Failed error="broken pipe"$/)
    expect(second).toBe('Error: broken pipe')
    expect(third).toMatch(/^ {4}at /)
  })

  it('puts a stack that is a field below its line too, as that of an agent is', () => {
    const { log, lines } = aLog({ format: 'text' })
    log('error', 'Agent threw', { stack: 'TypeError: no rows\n    at run (agent.ts:2:73)\u001b[2J', agent: 'clerk' })
    log('info', 'Counted', { stack: 3 })
    const below = 'TypeError: no rows\n    at run (agent.ts:2:73)\\u001b[2J\n'
    expect(lines[0]?.slice(13)).toBe(`error Agent threw agent=clerk\n${below}`)
    expect(lines[1]?.slice(13)).toBe('info  Counted stack=3\n')
  })
})

function aLog(options: Omit<PinoLogOptions, 'write'>): { log: Log; lines: string[] } {
  const lines: string[] = []
  return { log: createPinoLog({ ...options, write: (line) => lines.push(line) }), lines }
}
