import type { AttemptKey } from '../../core/result.ts'
import type { Log, LogLevel } from '../../ports/log.ts'
import { TextLines } from './text-lines.ts'
import type { PrintStream } from './worker-messages.ts'

const maxLines = 10_000

/**
 * What a thread says, as lines of the platform's log with the attempt they belong to: `log`, stdout as info, stderr as
 * warn. At most 10,000 lines per attempt, so that a loop that prints does not drown the rest. What is
 * printed after an attempt counts to it until the next begins.
 */
export class ThreadLog {
  readonly #log: Log
  #fields: Readonly<Record<string, unknown>>
  readonly #printed: Readonly<Record<PrintStream, TextLines>>
  #lines = 0

  constructor(log: Log, agent: string) {
    this.#log = log
    this.#fields = { agent }
    this.#printed = {
      stdout: new TextLines((line) => this.write('info', line, { stream: 'stdout' })),
      stderr: new TextLines((line) => this.write('warn', line, { stream: 'stderr' })),
    }
  }

  begin({ agent, jobId, stepId, attempt }: AttemptKey): void {
    this.#fields = { agent, jobId, stepId, attempt }
    this.#lines = 0
  }

  print(stream: PrintStream, text: string): void {
    this.#printed[stream].add(text)
  }

  /** The attempt is over: what it printed without a line's end is a line all the same. */
  finish(): void {
    this.#printed.stdout.finish()
    this.#printed.stderr.finish()
  }

  write(level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>): void {
    this.#lines += 1
    if (this.#lines > maxLines + 1) return
    if (this.#lines <= maxLines) return this.#log(level, message, { ...fields, ...this.#fields })
    this.#log('warn', `Agent wrote more than ${maxLines} lines in this attempt; the rest is dropped`, this.#fields)
  }
}
