import { createWriteStream, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { createPinoLog } from '../adapters/node/pino-log.ts'
import type { Log } from '../ports/log.ts'

export interface LogFile {
  readonly path: string
  /** Every line, those below `info` left out, as JSON; attempts' lines carry jobId, stepId and attempt. */
  readonly log: Log
  close(): Promise<void>
}

/** A log beyond this size is set aside as `log.1.ndjson` by the next start, in place of the one set aside before. */
const maxBytes = 10 * 1_048_576

/** Lines go to the file together, so late at most: one by one they would cost as much as the jobs they tell of. */
const writeEveryMs = 50

/** Opens `log.ndjson` in the data directory. Lines may be lost when the process is killed: jobs do not depend on them. */
export function openLogFile(directory: string): LogFile {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, 'log.ndjson')
  const { size } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0 }
  if (size > maxBytes) renameSync(path, join(directory, 'log.1.ndjson'))
  const stream = createWriteStream(path, { flags: 'a' })
  // A full disk must not end the platform for want of a log line.
  stream.on('error', () => {})
  const lines = inPieces((text) => stream.write(text))
  return {
    path,
    log: createPinoLog({ format: 'json', write: lines.add }),
    async close() {
      lines.flush()
      stream.end()
      await finished(stream).catch(() => {})
    },
  }
}

function inPieces(write: (text: string) => void): { add(line: string): void; flush(): void } {
  let waiting = ''
  let timer: NodeJS.Timeout | undefined
  const flush = (): void => {
    clearTimeout(timer)
    timer = undefined
    if (waiting !== '') write(waiting)
    waiting = ''
  }
  return {
    add(line) {
      waiting += line
      timer ??= setTimeout(flush, writeEveryMs).unref()
    },
    flush,
  }
}
