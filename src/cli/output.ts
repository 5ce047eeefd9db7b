import type { Env } from '../env.ts'

/** One of the two streams of a command. */
export interface OutputStream {
  /** Writes the text as it is. A pipe that was closed ends the process in silence. */
  write(text: string): void
  readonly isTerminal: boolean
  readonly color: boolean
  /** Of the terminal, now; 80 when it is none. */
  readonly columns: number
  /** As `columns`; 24 when it is no terminal. */
  readonly rows: number
}

/** Where a command speaks: its result to `stdout`, everything else to `stderr`. */
export interface Output {
  readonly stdout: OutputStream
  readonly stderr: OutputStream
  /** Whether somebody can be asked: both ends are a terminal and this is no CI. */
  readonly canAsk: boolean
  /** One JSON document on stdout, or one a line for what goes on; errors too. */
  readonly json: boolean
}

/** What is used of a `tty.WriteStream`. */
interface NodeStream {
  write(text: string): unknown
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
}

export interface OutputOptions {
  readonly stdin: { readonly isTTY?: boolean }
  readonly stdout: NodeStream
  readonly stderr: NodeStream
  readonly env: Env
  readonly json: boolean
}

export function createOutput({ stdin, stdout, stderr, env, json }: OutputOptions): Output {
  return {
    stdout: openStream(stdout, env),
    stderr: openStream(stderr, env),
    canAsk: stdin.isTTY === true && stderr.isTTY === true && !env.isCi,
    json,
  }
}

/** The result of a reading command with `--json`: one document. */
export function writeJson(output: Output, document: unknown): void {
  output.stdout.write(`${JSON.stringify(document, undefined, 2)}\n`)
}

export function writeLines({ stdout }: Pick<Output, 'stdout'>, lines: readonly string[]): void {
  for (const line of lines) stdout.write(`${line}\n`)
}

function openStream(stream: NodeStream, env: Env): OutputStream {
  const isTerminal = stream.isTTY === true
  return {
    write: (text) => void stream.write(text),
    isTerminal,
    color: wantsColor(isTerminal, env),
    get columns() {
      return stream.columns ?? 80
    },
    get rows() {
      return stream.rows ?? 24
    },
  }
}

/** NO_COLOR wins over everything, FORCE_COLOR over the kind of stream. */
function wantsColor(isTerminal: boolean, env: Env): boolean {
  if (env.noColor) return false
  return env.forceColor ?? (isTerminal && env.terminal !== undefined && env.terminal !== 'dumb')
}
