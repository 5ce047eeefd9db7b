import { expect, test } from 'vitest'
import type { LogLine } from '../../../src/cli/logs/read-log-line.ts'
import { logLineDocument, renderLogLine } from '../../../src/cli/logs/render-log-line.ts'

const at = new Date(2026, 0, 2, 3, 4, 5, 6).getTime()
const line: LogLine = {
  ...{ at, source: 'clerk', level: 'warn', message: 'attempt failed', jobId: 'j1', stepId: 's', attempt: 2 },
  fields: { agent: 'clerk', code: 'X', note: 'two words', count: 3 },
}
const look = { color: false, sourceWidth: 8, isOneJob: false }

test('a line says when, how bad, where, of which job and step, what, and the rest', () => {
  expect(renderLogLine(line, look)).toBe(
    '2026-01-02 03:04:05.006 warn  clerk    j1 s#2 attempt failed  code=X note="two words" count=3',
  )
})

test('lines of one job do not repeat it', () => {
  expect(renderLogLine(line, { ...look, isOneJob: true })).toContain('clerk    s#2 attempt failed')
})

test('a stack stands below, and no text can move the cursor', () => {
  const error = { type: 'Error', message: 'broke', stack: 'Error: broke\n\u001b[2Jat a' }
  const rows = renderLogLine({ ...line, message: 'a\u001b[2Jb\nc', fields: { error } }, look).split('\n')
  expect(rows).toEqual([expect.stringMatching(/ s#2 ab c {2}error="broke"$/), '  Error: broke', '  at a'])
})

test('a document has every field once, and nothing written can take the place of what is known', () => {
  expect(logLineDocument({ ...line, fields: { source: 'forged', code: 'X' } })).toEqual({
    ...{ at: new Date(at).toISOString(), source: 'clerk', level: 'warn', message: 'attempt failed' },
    ...{ jobId: 'j1', stepId: 's', attempt: 2, code: 'X' },
  })
})
