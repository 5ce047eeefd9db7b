import {
  type CloudWatchLogsClient,
  type FilteredLogEvent,
  paginateFilterLogEvents,
} from '@aws-sdk/client-cloudwatch-logs'
import { filterPatternOf, type LogQuery, matches } from '../logs/log-query.ts'
import { type LogLine, readLogLine } from '../logs/read-log-line.ts'

/** A function's log group, and what its lines are called. */
export interface FunctionLog {
  readonly source: string
  readonly logGroup: string
}

/** CloudWatch shows some lines later than others that were written after them; for so long it is looked for them. */
const lateMs = 30_000

/**
 * Answers a function that reads what is new since it was called before, oldest first; the first time, since the time of the
 * query. It throws when the signal aborts.
 */
export function logGroupReader(
  client: CloudWatchLogsClient,
  { source, logGroup }: FunctionLog,
  query: LogQuery,
): (signal: AbortSignal) => AsyncGenerator<LogLine, void> {
  const newPages = pageReader(client, logGroup, query)
  const lineOf = ({ message = '', timestamp = query.since }: FilteredLogEvent): LogLine[] => {
    const line = readLogLine(message, { at: timestamp, source })
    return line !== undefined && matches(line, query) ? [line] : []
  }
  return async function* (signal) {
    // A page is in the order of arrival, which is not quite that of writing.
    for await (const page of newPages(signal)) yield* page.flatMap(lineOf).sort((a, b) => a.at - b.at)
  }
}

function pageReader(
  client: CloudWatchLogsClient,
  logGroupName: string,
  query: LogQuery,
): (signal: AbortSignal) => AsyncGenerator<FilteredLogEvent[], void> {
  const filterPattern = filterPatternOf(query)
  const wanted = { logGroupName, ...(filterPattern === undefined ? {} : { filterPattern }) }
  const seen = new Map<string, number>()
  let startTime = query.since
  let newest = startTime
  return async function* (abortSignal) {
    const pages = paginateFilterLogEvents({ client }, { ...wanted, startTime }, { abortSignal })
    for await (const { events = [] } of pages) {
      const unseen = events.filter((event) => !seen.has(idOf(event)))
      for (const event of unseen) seen.set(idOf(event), event.timestamp ?? startTime)
      newest = Math.max(newest, unseen.at(-1)?.timestamp ?? 0)
      yield unseen
    }
    startTime = Math.max(startTime, newest - lateMs)
    for (const [id, at] of seen) if (at < startTime) seen.delete(id)
  }
}

/** The SDK does not promise an id. */
function idOf({ eventId, logStreamName, timestamp, message }: FilteredLogEvent): string {
  return eventId ?? `${logStreamName} ${timestamp} ${message}`
}
