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

/** Opens `log.ndjson` in the data directory. Lines may be lost when the process is killed: jobs do not depend on them. */
export function openLogFile(directory: string): LogFile {
  mkdirSync(directory, { recursive: true })
  const path = join(directory, 'log.ndjson')
  const { size } = statSync(path, { throwIfNoEntry: false }) ?? { size: 0 }
  if (size > maxBytes) renameSync(path, join(directory, 'log.1.ndjson'))
  const stream = createWriteStream(path, { flags: 'a' })
  // A full disk must not end the platform for want of a log line.
  stream.on('error', () => {})
  return {
    path,
    log: createPinoLog({ format: 'json', write: (line) => stream.write(line) }),
    async close() {
      stream.end()
      await finished(stream).catch(() => {})
    },
  }
}
