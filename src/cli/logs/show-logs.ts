import { dirname, resolve } from 'node:path'
import { dataDirectory } from '../dev/data-directory.ts'
import { type ExitCode, exitCodes } from '../exit-codes.ts'
import { fileFlag, openValidProject } from '../open-project.ts'
import { type Run, sayNext } from '../run-command.ts'
import type { LogQuery } from './log-query.ts'
import type { LogSource } from './log-source.ts'
import { openFileLog, runtimeSource } from './open-file-log.ts'
import { logLineDocument, renderLogLine } from './render-log-line.ts'
import { unknownSource } from './unknown-source.ts'

export interface LogsOptions {
  readonly stage?: string
  readonly job?: string
  /** Epoch ms. */
  readonly since?: number
  readonly follow?: true
  readonly errors?: true
  readonly data?: string
}

interface Asked {
  /** A function or an agent; undefined: all. */
  readonly wanted: string | undefined
  readonly options: LogsOptions
}

/**
 * Prints the lines of a stage's logs, or of the laptop runtime's log, oldest first; with `follow` until Ctrl-C. Throws
 * what opening them throws.
 */
export async function showLogs(run: Run, asked: Asked): Promise<ExitCode | undefined> {
  const query = queryOf(asked.options)
  const log = await openLog(run, asked)
  const count = await printLines(run, log, { query, follow: asked.options.follow === true })
  if (run.signal.aborted) return undefined
  if (count === 0) run.output.stderr.write(`No lines since ${new Date(query.since).toISOString()}\n`)
  sayNext(run.output, nextOf(run, asked, count))
  return exitCodes.ok
}

const minuteMs = 60_000
/** How far back, when nobody says. */
const defaultSinceMs = { any: 15 * minuteMs, ofJob: 24 * 60 * minuteMs }

function queryOf({ since, job, errors }: LogsOptions): LogQuery {
  const sinceMs = job === undefined ? defaultSinceMs.any : defaultSinceMs.ofJob
  return {
    since: since ?? Date.now() - sinceMs,
    ...(job === undefined ? {} : { jobId: job }),
    errors: errors === true,
  }
}

async function openLog(run: Run, { wanted, options: { stage, data } }: Asked): Promise<LogSource> {
  if (stage !== undefined) {
    // AWS's clients are not loaded for a laptop.
    const { openStageLog } = await import('../aws/open-stage-log.ts')
    return await openStageLog(run, stage, wanted)
  }
  if (wanted !== undefined) {
    const known = [runtimeSource, ...Object.keys(openValidProject(run).definition.agents)]
    if (!known.includes(wanted)) throw unknownSource(wanted, known)
  }
  return openFileLog(dataDirectory({ directory: dirname(resolve(run.file)) }, run.env, data), wanted)
}

/** Answers how many. The column of sources grows with the names that come. */
async function printLines(
  { output: { stdout, json }, signal }: Run,
  log: LogSource,
  { query, follow }: { readonly query: LogQuery; readonly follow: boolean },
): Promise<number> {
  let count = 0
  let sourceWidth = 0
  for await (const line of log(query, { follow, signal })) {
    count += 1
    sourceWidth = Math.max(sourceWidth, line.source.length)
    const look = { color: stdout.color, sourceWidth, isOneJob: query.jobId !== undefined }
    stdout.write(`${json ? JSON.stringify(logLineDocument(line)) : renderLogLine(line, look)}\n`)
  }
  return count
}

function nextOf({ file }: Run, { wanted, options }: Asked, count: number): (readonly [string, string])[] {
  const { stage, job, errors, data } = options
  const where = `${stage === undefined ? '' : ` --stage ${stage}`}${fileFlag(file)}`
  const flags = [
    wanted === undefined ? '' : ` ${wanted}`,
    job === undefined ? '' : ` --job ${job}`,
    errors === true ? ' --errors' : '',
    data === undefined ? '' : ` --data ${data}`,
  ]
  const same = `troupe logs${flags.join('')}${where}`
  if (count === 0) return [[`${same} --since 7d`, 'look further back']]
  if (job !== undefined) return [[`troupe jobs explain ${job}${where}`, 'why it went so']]
  return [[`${same} --follow`, 'go on with what comes']]
}
