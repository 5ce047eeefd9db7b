import { type DestinationStream, destination, pino } from 'pino'
import type { Log, LogLevel } from '../../ports/log.ts'
import { logLine } from './log-line.ts'
import { redact } from './redact.ts'

export interface PinoLogOptions {
  /** Lines below it are dropped; `info` by default. */
  readonly level?: LogLevel
  /** `json`: one JSON object a line; `text`: for a person at a terminal. */
  readonly format: 'json' | 'text'
  /** Standard error by default. */
  readonly write?: (line: string) => void
}

/** Log lines on standard error, written at once, so that a crash loses none. Secret-looking fields are redacted. */
export function createPinoLog({ level = 'info', format, write }: PinoLogOptions): Log {
  const sink = write === undefined ? destination({ fd: 2, sync: true }) : { write }
  const stream: DestinationStream = format === 'json' ? sink : { write: (line) => sink.write(logLine(line)) }
  const options = {
    level,
    base: null,
    messageKey: 'message',
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  }
  const logger = pino(options, stream)
  return (lineLevel, message, fields) => {
    // Before the fields are copied: most lines of a terminal's log are dropped.
    if (logger.isLevelEnabled(lineLevel)) logger[lineLevel](redact(fields ?? {}), message)
  }
}
