/**
 * One line of a log as data, whoever wrote it: the platform and agents in JSON of ours, the Lambda runtime in its own JSON
 * (what an agent's `console` says comes so too), or anybody as text.
 *
 * What tells a person nothing is left out: metrics, and Lambda's reports of invocations that ended well.
 */
export interface LogLine {
  /** Epoch ms. */
  readonly at: number
  /** Whose log it stands in: `planner`, the name of an agent. */
  readonly source: string
  readonly level: LineLevel
  readonly message: string
  readonly jobId?: string
  readonly stepId?: string
  readonly attempt?: number
  /** Everything else that was written. */
  readonly fields: Readonly<Record<string, unknown>>
}

export type LineLevel = 'debug' | 'info' | 'warn' | 'error'

/** What is known of a line without reading it. */
export interface LineOrigin {
  readonly at: number
  readonly source: string
}

/** Answers undefined for what is left out. */
export function readLogLine(text: string, origin: LineOrigin): LogLine | undefined {
  const record = recordIn(text)
  if (record === undefined) return plainLine(text, origin)
  if ('_aws' in record) return undefined
  if (typeof record.type === 'string' && record.type.startsWith('platform.')) return platformLine(record, origin)
  const { time, timestamp, level, message, jobId, stepId, attempt, ...fields } = record
  const written = Date.parse(String(time ?? timestamp))
  return {
    at: Number.isNaN(written) ? origin.at : written,
    source: origin.source,
    level: levelOf(level),
    ...wordsOf(message, fields),
    ...(typeof jobId === 'string' ? { jobId } : {}),
    ...(typeof stepId === 'string' ? { stepId } : {}),
    ...(typeof attempt === 'number' ? { attempt } : {}),
  }
}

type JsonRecord = Readonly<Record<string, unknown>>

function recordIn(text: string): JsonRecord | undefined {
  if (!text.startsWith('{')) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Lambda's own lines where its log is text. */
const bookkeeping = /^(INIT_START|START|END|REPORT) /

function plainLine(text: string, { at, source }: LineOrigin): LogLine | undefined {
  const message = text.trimEnd()
  return message === '' || bookkeeping.test(message) ? undefined : { at, source, level: 'info', message, fields: {} }
}

/** The end of an invocation is told when it is a bad one: nobody but Lambda knows of a timeout. */
function platformLine({ type, record }: JsonRecord, { at, source }: LineOrigin): LogLine | undefined {
  const { status, errorType, requestId, metrics } = (record ?? {}) as JsonRecord
  if (type !== 'platform.report' || status === undefined || status === 'success') return undefined
  const { durationMs, maxMemoryUsedMB, memorySizeMB } = (metrics ?? {}) as JsonRecord
  const told = { errorType, requestId, durationMs, maxMemoryUsedMB, memorySizeMB }
  const fields = Object.fromEntries(Object.entries(told).filter(([, value]) => value !== undefined))
  return { at, source, level: 'error', message: `Lambda ended the invocation: ${status}`, fields }
}

const levels: Readonly<Record<string, LineLevel>> = {
  trace: 'debug',
  debug: 'debug',
  info: 'info',
  warn: 'warn',
  error: 'error',
  fatal: 'error',
}

function levelOf(level: unknown): LineLevel {
  return levels[String(level).toLowerCase()] ?? 'info'
}

/** Lambda writes an error that nobody caught as an object in place of a message. */
function wordsOf(message: unknown, fields: JsonRecord): Pick<LogLine, 'message' | 'fields'> {
  if (typeof message === 'string') return { message, fields }
  const { errorType, errorMessage, stackTrace, stack, ...others } = (message ?? fields) as JsonRecord
  if (errorMessage === undefined) return { message: message === undefined ? '' : JSON.stringify(message), fields }
  const trace = stackTrace ?? stack
  const lines = Array.isArray(trace) ? { stack: trace.join('\n') } : {}
  return {
    message: [errorType, errorMessage].filter((word) => word !== undefined).join(': '),
    fields: { ...others, ...lines },
  }
}
