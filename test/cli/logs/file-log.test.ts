import { appendFileSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { exitCodeOf } from '../../../src/cli/exit-codes.ts'
import { openFileLog } from '../../../src/cli/logs/open-file-log.ts'
import { showLogs } from '../../../src/cli/logs/show-logs.ts'
import { aRun } from '../aws/run-double.ts'

let directory: string
let path: string

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'troupe-log-'))
  path = join(directory, 'log.ndjson')
})
afterEach(() => rmSync(directory, { recursive: true }))

const now = Date.now()

function written(message: string, fields: Readonly<Record<string, unknown>> = {}): string {
  const time = new Date(now - 60_000).toISOString()
  return `${JSON.stringify({ level: 'info', time, ...fields, message })}\n`
}

async function shown(options: Parameters<typeof showLogs>[1]['options'], wanted?: string) {
  const run = aRun({ json: true })
  const code = await showLogs(run, { wanted, options: { data: directory, ...options } })
  const messages = run
    .stdout()
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => JSON.parse(text).message)
  return { code, messages, stderr: run.stderr() }
}

describe("the runtime's log", () => {
  test('is shown from 15 minutes ago on, the part that was set aside first', async () => {
    writeFileSync(join(directory, 'log.1.ndjson'), written('one'))
    const old = new Date(now - 16 * 60_000).toISOString()
    writeFileSync(path, written('two', { time: old }) + written('three') + written('four').trimEnd())
    expect(await shown({})).toMatchObject({ code: 0, messages: ['one', 'three'] })
    expect((await shown({ since: now - 20 * 60_000 })).messages).toEqual(['one', 'two', 'three'])
  })

  test('is narrowed to a job, to an agent, to warnings and errors', async () => {
    writeFileSync(
      path,
      written('a', { jobId: 'j1', agent: 'data_cleaner' }) +
        written('b', { jobId: 'j2', level: 'warn' }) +
        written('c', { jobId: 'j1', level: 'error' }),
    )
    expect((await shown({ job: 'j1' })).messages).toEqual(['a', 'c'])
    expect((await shown({ errors: true })).messages).toEqual(['b', 'c'])
    expect((await shown({}, 'data_cleaner')).messages).toEqual(['a'])
    expect((await shown({}, 'runtime')).messages).toEqual(['b', 'c'])
  })

  test('that has nothing to show says so, and how to look further back', async () => {
    writeFileSync(path, '')
    const { messages, stderr } = await shown({ job: 'j1' })
    expect(messages).toEqual([])
    expect(stderr).toMatch(/No lines since .*\nnext troupe logs --job j1 .* --since 7d/)
  })

  test('that is not there is exit 3, and so is a source that is none', async () => {
    await expect(shown({})).rejects.toMatchObject({ code: 'LOG_FILE_MISSING' })
    await expect(shown({}, 'data_cleane')).rejects.toMatchObject({
      code: 'LOG_SOURCE_UNKNOWN',
      hint: 'Did you mean data_cleaner?',
    })
    expect([exitCodeOf('LOG_FILE_MISSING'), exitCodeOf('LOG_SOURCE_UNKNOWN')]).toEqual([3, 3])
  })

  test('is followed: what is half written, what comes, and the file that takes its place', async () => {
    writeFileSync(path, written('one') + written('two').slice(0, 20))
    const stop = new AbortController()
    const query = { since: 0, errors: false }
    const steps: Record<string, () => void> = {
      one: () => appendFileSync(path, written('two').slice(20)),
      two: () => {
        renameSync(path, join(directory, 'log.1.ndjson'))
        writeFileSync(path, written('3'))
      },
      '3': () => stop.abort(),
    }
    const messages: string[] = []
    for await (const { message } of openFileLog(directory, undefined)(query, { follow: true, signal: stop.signal })) {
      messages.push(message)
      steps[message]?.()
    }
    expect(messages).toEqual(['one', 'two', '3'])
  })
})
