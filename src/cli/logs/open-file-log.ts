import { existsSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { Fault } from '../../core/fault.ts'
import { matches } from './log-query.ts'
import type { LogSource, ReadingOptions } from './log-source.ts'
import { type LogLine, readLogLine } from './read-log-line.ts'

/** What lines are called that are of no agent. */
export const runtimeSource = 'runtime'

/** Between two looks at a file that is followed. */
const pauseMs = 250
/** Read at once; no line is longer. */
const chunkBytes = 1_048_576

/**
 * The log that the laptop runtime writes, and the part of it that was set aside. Throws `LOG_FILE_MISSING`.
 * @param wanted an agent or `runtime`; undefined: all
 */
export function openFileLog(dataDirectory: string, wanted: string | undefined): LogSource {
  const path = join(dataDirectory, 'log.ndjson')
  const setAside = join(dataDirectory, 'log.1.ndjson')
  if (!existsSync(path)) throw new Fault('LOG_FILE_MISSING', { path })
  return async function* (query, options) {
    const isFitting = (line: LogLine) => (wanted === undefined || line.source === wanted) && matches(line, query)
    if (existsSync(setAside)) yield* fitting(linesOf(setAside, { ...options, follow: false }), isFitting)
    yield* fitting(linesOf(path, options), isFitting)
  }
}

async function* fitting(
  lines: AsyncIterable<LogLine>,
  isFitting: (line: LogLine) => boolean,
): AsyncGenerator<LogLine, void> {
  for await (const line of lines) if (isFitting(line)) yield line
}

async function* linesOf(path: string, { follow, signal }: ReadingOptions): AsyncGenerator<LogLine, void> {
  let position = 0
  do {
    for await (const { text, end } of wholeLines(path, position)) {
      if (signal.aborted) return
      position = end
      yield* linesIn(text)
    }
    if (follow) await sleep(pauseMs, undefined, { signal }).catch(() => {})
  } while (follow && !signal.aborted)
}

/** A line that is being written is left for the next time. @param from in bytes; beyond the end: a new file is there */
async function* wholeLines(path: string, from: number): AsyncGenerator<{ text: string; end: number }, void> {
  const file = await open(path)
  try {
    const { size } = await file.stat()
    const buffer = Buffer.alloc(chunkBytes)
    for (let position = size < from ? 0 : from; ; ) {
      const { bytesRead } = await file.read({ buffer, position })
      const length = buffer.subarray(0, bytesRead).lastIndexOf('\n') + 1
      if (length === 0) return
      position += length
      yield { text: buffer.toString('utf8', 0, length), end: position }
    }
  } finally {
    await file.close()
  }
}

function linesIn(text: string): LogLine[] {
  return text.split('\n').flatMap((written) => {
    const line = readLogLine(written, { at: 0, source: runtimeSource })
    return line === undefined ? [] : [ofItsAgent(line)]
  })
}

function ofItsAgent(line: LogLine): LogLine {
  const { agent } = line.fields
  return typeof agent === 'string' ? { ...line, source: agent } : line
}
