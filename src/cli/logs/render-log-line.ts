import { plainText } from '../terminal/display-width.ts'
import { localTime } from '../terminal/local-time.ts'
import { type Span, styledLine } from '../terminal/styled-line.ts'
import type { LineLevel, LogLine } from './read-log-line.ts'

export interface LogLook {
  readonly color: boolean
  /** Of the longest source. */
  readonly sourceWidth: number
  /** All lines are of one job, which need not be said again. */
  readonly isOneJob: boolean
}

const styles: Readonly<Record<LineLevel, Exclude<Span[1], undefined>>> = {
  debug: 'dim',
  info: 'green',
  warn: 'yellow',
  error: 'red',
}

/**
 * One line for a person, in local time, a stack below it:
 * `2026-11-21 08:11:49.673 warn  clerk  2pyme43s… clerk#1 attempt failed: no luck  code=NO_LUCK executionTimeMs=693`.
 */
export function renderLogLine(line: LogLine, { color, sourceWidth, isOneJob }: LogLook): string {
  const { at, source, level, message } = line
  const { stack, ...pairs } = shownFields(line)
  const written = Object.entries(pairs).map(([name, value]) => `${name}=${value}`)
  const head = styledLine(
    [
      [`${localTime(at)} `, 'dim'],
      [`${level.padEnd(5)} `, styles[level]],
      [`${source.padEnd(sourceWidth)} `, 'cyan'],
      [isOneJob || line.jobId === undefined ? '' : `${line.jobId} `, 'dim'],
      [line.stepId === undefined ? '' : `${line.stepId}${line.attempt === undefined ? '' : `#${line.attempt}`} `],
      [message],
      [written.length === 0 ? '' : `  ${written.join(' ')}`, 'dim'],
    ],
    { width: Number.POSITIVE_INFINITY, color },
  )
  const below = stack === undefined ? [] : stack.split('\n').map((row) => `  ${plainText(row)}`)
  return [head, ...below].join('\n')
}

/** The line as a document, for other programs. */
export function logLineDocument({ at, fields, ...known }: LogLine): Readonly<Record<string, unknown>> {
  return { at: new Date(at).toISOString(), ...known, ...fields, ...known }
}

/** As text; an agent's own log need not say whose it is. */
function shownFields({ source, fields }: LogLine): Readonly<Record<string, string>> & { readonly stack?: string } {
  const shown: Record<string, string> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'agent' && value === source) continue
    if (name === 'stack' && typeof value === 'string') shown.stack = value
    else if (isError(value)) Object.assign(shown, { [name]: JSON.stringify(value.message), stack: value.stack })
    else shown[name] = textOf(value)
  }
  return shown
}

function textOf(value: unknown): string {
  if (typeof value === 'string') return /^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value)
  return JSON.stringify(value)
}

/** As the log writes a thrown error. */
function isError(value: unknown): value is { readonly message: string; readonly stack: string } {
  return typeof value === 'object' && value !== null && 'stack' in value && typeof value.stack === 'string'
}
