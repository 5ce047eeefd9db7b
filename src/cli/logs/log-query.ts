import type { LogLine } from './read-log-line.ts'

/** Which lines somebody wants to see. */
export interface LogQuery {
  /** Epoch ms. */
  readonly since: number
  readonly jobId?: string
  /** Only warnings and errors; a failed attempt is a warning. */
  readonly errors: boolean
}

export function matches(line: LogLine, { since, jobId, errors }: LogQuery): boolean {
  if (line.at < since || (jobId !== undefined && line.jobId !== jobId)) return false
  return !errors || line.level === 'warn' || line.level === 'error'
}

const troubles = [
  ...['warn', 'error', 'WARN', 'ERROR', 'FATAL'].map((level) => `$.level = "${level}"`),
  ...['timeout', 'error', 'failure'].map((status) => `$.record.status = "${status}"`),
].join(' || ')

/**
 * The same for CloudWatch, so that it sends less; what it sends is looked at again. Undefined: everything.
 * (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html)
 */
export function filterPatternOf({ jobId, errors }: LogQuery): string | undefined {
  const job = jobId === undefined ? [] : [`($.jobId = ${JSON.stringify(jobId)})`]
  const conditions = [...job, ...(errors ? [`(${troubles})`] : [])]
  return conditions.length === 0 ? undefined : `{ ${conditions.join(' && ')} }`
}
