import { describe, expect, it } from 'vitest'
import { createOutput, writeJson } from '../../src/cli/output.ts'
import { readEnv } from '../../src/env.ts'

function anOutput(isTTY: boolean, variables: Record<string, string> = {}) {
  const written: string[] = []
  const stream = { write: (text: string) => written.push(text), ...(isTTY ? { isTTY, columns: 100, rows: 30 } : {}) }
  const output = createOutput({
    stdin: { isTTY },
    stdout: stream,
    stderr: stream,
    env: readEnv(variables),
    json: false,
  })
  return { output, written }
}

describe('colour', () => {
  it.each([
    ['a terminal', true, { TERM: 'xterm' }, true],
    ['no terminal', false, { TERM: 'xterm' }, false],
    ['a dumb terminal', true, { TERM: 'dumb' }, false],
    ['a terminal of which nothing is known', true, {}, false],
    ['a terminal with NO_COLOR', true, { TERM: 'xterm', NO_COLOR: '1' }, false],
    ['a terminal with an empty NO_COLOR, which says nothing', true, { TERM: 'xterm', NO_COLOR: '' }, true],
    ['no terminal with FORCE_COLOR', false, { FORCE_COLOR: '1' }, true],
    ['a terminal with FORCE_COLOR=0', true, { TERM: 'xterm', FORCE_COLOR: '0' }, false],
    ['FORCE_COLOR and NO_COLOR', true, { TERM: 'xterm', FORCE_COLOR: '1', NO_COLOR: '1' }, false],
  ] as const)('on %s', (...row) => {
    const [, isTTY, variables, color] = row
    expect(anOutput(isTTY, variables).output.stdout.color).toBe(color)
  })
})

describe('an output', () => {
  it('knows the size of its terminal, and takes 80 by 24 off one', () => {
    const { stdout } = anOutput(true).output
    expect([stdout.columns, stdout.rows]).toEqual([100, 30])
    const { stderr } = anOutput(false).output
    expect([stderr.columns, stderr.rows]).toEqual([80, 24])
  })

  it('can ask on a terminal, but not in CI or off one', () => {
    expect(anOutput(true).output.canAsk).toBe(true)
    expect(anOutput(true, { CI: 'true' }).output.canAsk).toBe(false)
    expect(anOutput(false).output.canAsk).toBe(false)
  })

  it('writes a document as JSON with a line end', () => {
    const { output, written } = anOutput(false)
    writeJson(output, { ok: true })
    expect(written.join('')).toBe('{\n  "ok": true\n}\n')
  })
})
