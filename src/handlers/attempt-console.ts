import { format } from 'node:util'
import type { AgentExecutor } from '../ports/agent-executor.ts'
import type { Log, LogLevel } from '../ports/log.ts'

const levels = { debug: 'debug', log: 'info', info: 'info', warn: 'warn', error: 'error' } as const satisfies Record<
  string,
  LogLevel
>
type Method = keyof typeof levels

/** The author's: what this platform itself has to say goes to the log. */
const { console: attemptConsole } = globalThis
/** As Lambda's runtime made it, before it loaded this. */
const between = { ...attemptConsole }

/** Of one line. An attempt may write so many lines, and CloudWatch takes so much of one. */
const maxLength = 10_000
const maxLines = 10_000

/**
 * The same executor, under which what is said with `console` is a line of the attempt: Lambda's own lines name the
 * invocation alone, and whoever looks for a job would not find them. Between attempts `console` is Lambda's.
 */
export function withAttemptConsole(executor: AgentExecutor, log: Log): AgentExecutor {
  return {
    async execute(call, control) {
      const { agent, jobId, stepId, attempt } = call
      let lines = 0
      for (const [method, level] of Object.entries(levels) as [Method, LogLevel][]) {
        attemptConsole[method] = (...said: unknown[]) => {
          lines += 1
          if (lines <= maxLines) log(level, format(...said).slice(0, maxLength), { agent, jobId, stepId, attempt })
        }
      }
      try {
        return await executor.execute(call, control)
      } finally {
        Object.assign(attemptConsole, between)
      }
    },
  }
}
