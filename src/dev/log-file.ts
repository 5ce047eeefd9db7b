import { closeSync, fstatSync, mkdirSync, openSync, renameSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { createPinoLog } from '../adapters/node/pino-log.ts'
import type { Log } from '../ports/log.ts'

export interface LogFile {
  readonly path: string
  /** Every line, those below `info` left out, as JSON; attempts' lines carry jobId, stepId and attempt. */
  readonly log: Log
  /** Writes what was logged so far. */
  flush(): void
  close(): void
}

/** A log that reaches this size is set aside as `log.1.ndjson`, in place of the one set aside before. */
const maxBytes = 10 * 1_048_576

/** Lines go to the file together, so late at most: one by one they would cost as much as the jobs they tell of. */
const writeEveryMs = 50

/** Opens `log.ndjson` in the data directory. Lines may be lost when the process is killed: jobs do not depend on them. */
export function openLogFile(directory: string): LogFile {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, 'log.ndjson')
  // Forgotten when it is closed: the number of a closed file may be that of another one, the jobs' own.
  let file = appendable(path)
  const setAside = (large: number): void => {
    renameSync(path, join(directory, 'log.1.ndjson'))
    file = appendable(path)
    closeSync(large)
  }
  const lines = inPieces((text) => {
    try {
      if (file !== undefined && fstatSync(file).size >= maxBytes) setAside(file)
      if (file !== undefined) writeSync(file, text)
    } catch {
      // A full disk must not end the platform for want of a log line.
    }
  })
  return {
    path,
    log: createPinoLog({ format: 'json', write: lines.add }),
    flush: lines.flush,
    close() {
      lines.flush()
      if (file !== undefined) closeSync(file)
      file = undefined
    },
  }
}

/** Undefined when it cannot be: as on a full disk, the platform goes on without its log. */
function appendable(path: string): number | undefined {
  try {
    return openSync(path, 'a')
  } catch {
    return undefined
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
