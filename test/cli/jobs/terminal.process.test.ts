import { writeFile } from 'node:fs/promises'
import { stripVTControlCharacters } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { displayWidth } from '../../../src/cli/terminal/display-width.ts'
import { type Laptop, startLaptop } from './laptop.ts'
import { hasTerminal, startOnTerminal } from './on-terminal.ts'

const hideCursor = '\u001b[?25l'
const showCursor = '\u001b[?25h'
const frameStart = '\u001b[?2026h'

// Without util-linux there is no terminal to be had: macOS has another `script`.
describe.runIf(hasTerminal)('jobs on a terminal', () => {
  let laptop: Laptop

  beforeAll(async () => {
    laptop = await startLaptop()
  }, 30_000)

  afterAll(() => laptop?.close())

  function wait(input: string, options: { columns?: number; env?: Record<string, string> } = {}) {
    return startOnTerminal(`jobs submit --wait --url ${laptop.url} --input '${input}'`, options)
  }

  test('the job is a tree that is drawn in place, in colour', async () => {
    const { screen, code } = await wait('{"kind":"greet"}').ended
    expect(code).toBe(0)
    expect(screen.split(hideCursor)).toHaveLength(2)
    expect(screen.split(showCursor)).toHaveLength(2)
    const last = stripVTControlCharacters(screen.split(frameStart).at(-1) ?? '')
    expect(last).toMatch(/✓ completed {2}job \S+ {2}default/)
    expect(last).toMatch(/rule greeting {2}true: input\.kind is "greet"/)
    expect(last).toMatch(/ {2}✓ completed greeter/)
    expect(last).toContain('"greeting": "hello you"')
    expect(screen).toContain('\u001b[32m✓')
  })

  test('NO_COLOR takes the colour and leaves the tree', async () => {
    const { screen } = await wait('{"kind":"greet"}', { env: { NO_COLOR: '1' } }).ended
    expect(screen).toContain(frameStart)
    expect(screen).toContain('✓ completed greeter')
    expect(screen).not.toContain('\u001b[3')
  })

  test('a dumb terminal gets lines', async () => {
    const { screen } = await wait('{"kind":"greet"}', { env: { TERM: 'dumb' } }).ended
    expect(screen).not.toContain('\u001b')
    expect(screen).toMatch(/\d\d:\d\d:\d\d\.\d{3} greeter completed/)
  })

  test('no line is wider than a narrow terminal', async () => {
    const { screen } = await wait('{"kind":"fail"}', { columns: 32 }).ended
    const frames = screen.split(frameStart).slice(1)
    const lines = frames.flatMap((frame) => (frame.split('\u001b[?2026l')[0] ?? '').split('\n'))
    for (const line of lines) expect(displayWidth(stripVTControlCharacters(line).trimEnd())).toBeLessThanOrEqual(32)
  })

  test('Ctrl-C gives the cursor back, exits with 130 and leaves the job running', async () => {
    const until = laptop.releaseFile()
    const watched = wait(JSON.stringify({ kind: 'sleep', until }))
    await watched.said(/25 % {2}asleep/)
    watched.type('\u0003')
    const { screen, code } = await watched.ended
    expect(code).toBe(130)
    expect(screen.lastIndexOf(showCursor)).toBeGreaterThan(screen.lastIndexOf(hideCursor))
    const jobId = /Job (\S+) goes on/.exec(screen)?.[1] ?? ''
    await writeFile(until, '')
    expect((await laptop.jobs('watch', jobId)).exitCode).toBe(0)
  })
})
