import { describe, expect, it } from 'vitest'
import { exitCodeOf } from '../../src/cli/exit-codes.ts'

describe('the exit code of an error', () => {
  it.each([
    ['MANIFEST_UNKNOWN_AGENT', 2],
    ['JOB_INPUT_INVALID', 2],
    ['CLI_USAGE', 2],
    ['API_CURSOR_INVALID', 2],
    ['JOB_NOT_FOUND', 3],
    ['WORKFLOW_NOT_FOUND', 3],
    ['AGENT_NOT_FOUND', 3],
    ['CLI_INPUT_NEEDED', 4],
    ['JOB_TERMINAL', 5],
    ['PORT_IN_USE', 5],
    ['DATA_DIRECTORY_IN_USE', 5],
    ['CLI_FILE_EXISTS', 5],
    ['CLI_WAIT_TIMED_OUT', 6],
  ])('is for %s %i', (code, exitCode) => {
    expect(exitCodeOf(code)).toBe(exitCode)
  })

  it.each(['INTERNAL', 'STORE_FULL', 'AN_AUTHORS_OWN', ''])('is 1 for anything else, such as "%s"', (code) => {
    expect(exitCodeOf(code)).toBe(1)
  })
})
