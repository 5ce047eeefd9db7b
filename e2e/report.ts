import { appendFileSync, writeFileSync, writeSync } from 'node:fs'

/** What the test says: on stderr what a person follows, in the log file everything. */
export interface Report {
  readonly logFile: string
  /** A line for both. */
  say(line: string): void
  /** Text of a tool, as it comes. */
  detail(text: string): void
}

export function openReport(logFile: string): Report {
  writeFileSync(logFile, '')
  return {
    logFile,
    say(line) {
      writeSync(2, `${line}\n`)
      appendFileSync(logFile, `${line}\n`)
    },
    detail: (text) => appendFileSync(logFile, text),
  }
}
