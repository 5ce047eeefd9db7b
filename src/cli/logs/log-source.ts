import type { LogQuery } from './log-query.ts'
import type { LogLine } from './read-log-line.ts'

/**
 * A log: a file of this machine, or those of a stage's functions. Answers the lines that fit, oldest first; with `follow`
 * it goes on with those that come, and ends when the signal aborts.
 */
export type LogSource = (query: LogQuery, options: ReadingOptions) => AsyncIterable<LogLine>

export interface ReadingOptions {
  readonly follow: boolean
  readonly signal: AbortSignal
}
