import { describe, expect, it } from 'vitest'
import { CommandFault } from '../../src/cli/command-fault.ts'
import { createOutput } from '../../src/cli/output.ts'
import { reportThrown, sayNext } from '../../src/cli/run-command.ts'
import { Fault } from '../../src/core/fault.ts'
import { readEnv } from '../../src/env.ts'

function anOutput(json = false) {
  const written = { stdout: '', stderr: '' }
  const stream = (name: keyof typeof written) => ({
    write: (text: string) => {
      written[name] += text
    },
  })
  const output = createOutput({
    stdin: {},
    stdout: stream('stdout'),
    stderr: stream('stderr'),
    env: readEnv({}),
    json,
  })
  return { output, written }
}

describe('what a command threw', () => {
  it('is shown with its code, its place and its repair, on stderr alone', () => {
    const { output, written } = anOutput()
    const fault = new Fault('JOB_NOT_FOUND', { jobId: 'j1' }, { at: 'rule doubtful' })
    expect(reportThrown(output, fault)).toBe(3)
    expect(written).toEqual({
      stdout: '',
      stderr: 'error JOB_NOT_FOUND: Job j1 does not exist\n  at rule doubtful\nhint List the jobs: troupe jobs list\n',
    })
  })

  it('lists its findings when there are several', () => {
    const finding = (path: string) =>
      ({
        code: 'JOB_INPUT_INVALID',
        level: 'error',
        args: { path, problem: 'is missing', workflow: 'default' },
      }) as const
    const { output, written } = anOutput()
    const findings = [finding('input.a'), finding('input.b')]
    reportThrown(output, new Fault('JOB_INPUT_INVALID', findings[0]?.args, { findings }))
    expect(written.stderr).toContain(
      '  Input is not valid: input.a is missing\n  Input is not valid: input.b is missing\n',
    )
  })

  it('is one document on stdout with --json, and nothing on stderr', () => {
    const { output, written } = anOutput(true)
    expect(reportThrown(output, new CommandFault({ code: 'FROM_A_SERVER', message: 'No', hint: 'Wait' }))).toBe(1)
    expect(JSON.parse(written.stdout)).toEqual({ code: 'FROM_A_SERVER', message: 'No', hint: 'Wait' })
    expect(written.stderr).toBe('')
  })

  it('is INTERNAL with its stack on stderr when nobody expected it', () => {
    const { output, written } = anOutput(true)
    expect(reportThrown(output, new TypeError('x is not a function\nat once'))).toBe(1)
    expect(JSON.parse(written.stdout)).toEqual({
      code: 'INTERNAL',
      message: 'Something broke that should not: TypeError: x is not a function',
      hint: expect.any(String),
    })
    expect(written.stderr).toContain('run-command.test.ts')
  })
})

describe('the next commands', () => {
  it('stand below each other, ready to be copied, each with its purpose', () => {
    const { output, written } = anOutput()
    sayNext(output, [
      ['troupe dev', 'start'],
      ['troupe validate', 'check'],
    ])
    expect(written.stderr).toBe('next troupe dev       # start\nnext troupe validate  # check\n')
  })
})
