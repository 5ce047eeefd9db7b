import { mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { openLogFile } from '../../src/dev/log-file.ts'

let directory: string
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'troupe-log-'))
})
afterEach(() => rmSync(directory, { recursive: true }))

describe('the log file of a data directory', () => {
  it('keeps lines from info on as JSON, and goes on where the start before ended', async () => {
    for (const start of [1, 2]) {
      const file = openLogFile(directory)
      file.log('info', 'attempt completed', { jobId: 'j', start })
      file.log('debug', 'not this one')
      file.close()
    }
    const lines = readFileSync(join(directory, 'log.ndjson'), 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'info', message: 'attempt completed', jobId: 'j', start: 1 },
      { start: 2 },
    ])
  })

  it('takes no line when it is closed', () => {
    const file = openLogFile(directory)
    file.close()
    file.log('info', 'late')
    file.flush()
    file.close()
    expect(readFileSync(file.path, 'utf8')).toBe('')
  })

  it('shows what was logged, in its order, while it is open', async () => {
    const file = openLogFile(directory)
    for (const line of [1, 2, 3]) file.log('info', 'line', { line })
    await vi.waitFor(
      () => {
        const lines = readFileSync(join(directory, 'log.ndjson'), 'utf8').trim().split('\n')
        expect(lines.map((text) => JSON.parse(text).line)).toEqual([1, 2, 3])
      },
      { timeout: 10_000 },
    )
    file.close()
  })

  it('sets a file aside that has grown large while it is open, and loses no line', async () => {
    const file = openLogFile(directory)
    const text = 'x'.repeat(1_048_576)
    for (let line = 1; line <= 12; line++) {
      file.log('info', text, { line })
      file.flush()
    }
    file.close()
    const linesOf = (name: string) => readFileSync(join(directory, name), 'utf8').trim().split('\n')
    const [aside, now] = [linesOf('log.1.ndjson'), linesOf('log.ndjson')]
    expect([...aside, ...now].map((line) => JSON.parse(line).line)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12])
    expect(now.length).toBeLessThan(3)
  })

  it('sets a large file aside at the start', async () => {
    const path = join(directory, 'log.ndjson')
    writeFileSync(path, '')
    truncateSync(path, 11 * 1_048_576)
    const file = openLogFile(directory)
    file.log('info', 'first')
    file.close()
    expect(readFileSync(path, 'utf8').trim().split('\n').length).toBe(1)
    expect(readFileSync(join(directory, 'log.1.ndjson')).length).toBe(11 * 1_048_576)
  })
})
