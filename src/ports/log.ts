export type LogLevel = 'debug' | 'info' | 'warn' | 'error'

/** One line with fields. Ids, sizes and hashes; never payloads. */
export type Log = (level: LogLevel, message: string, fields?: Readonly<Record<string, unknown>>) => void
