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
      await file.close()
    }
    const lines = readFileSync(join(directory, 'log.ndjson'), 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line))).toMatchObject([
      { level: 'info', message: 'attempt completed', jobId: 'j', start: 1 },
      { start: 2 },
    ])
  })

  it('shows what was logged, in its order, while it is open', async () => {
    const file = openLogFile(directory)
    for (const line of [1, 2, 3]) file.log('info', 'line', { line })
    await vi.waitFor(() => {
      const lines = readFileSync(join(directory, 'log.ndjson'), 'utf8').trim().split('\n')
      expect(lines.map((text) => JSON.parse(text).line)).toEqual([1, 2, 3])
    })
    await file.close()
  })

  it('sets a large file aside at the start', async () => {
    const path = join(directory, 'log.ndjson')
    writeFileSync(path, '')
    truncateSync(path, 11 * 1_048_576)
    const file = openLogFile(directory)
    file.log('info', 'first')
    await file.close()
    expect(readFileSync(path, 'utf8').trim().split('\n').length).toBe(1)
    expect(readFileSync(join(directory, 'log.1.ndjson')).length).toBe(11 * 1_048_576)
  })
})
