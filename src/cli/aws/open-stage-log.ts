import { setTimeout as sleep } from 'node:timers/promises'
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs'
import type { LogQuery } from '../logs/log-query.ts'
import type { LogSource, ReadingOptions } from '../logs/log-source.ts'
import { mergeLines } from '../logs/merge-lines.ts'
import type { LogLine } from '../logs/read-log-line.ts'
import { openStageProject } from '../open-project.ts'
import type { Run } from '../run-command.ts'
import { awsFault } from './aws-fault.ts'
import { clientSettings } from './client-settings.ts'
import { functionLogs } from './function-logs.ts'
import { type FunctionLog, logGroupReader } from './log-group-reader.ts'
import { type DeployedStage, readDeployedStage } from './stage-outputs.ts'

/**
 * Between two looks at all logs. CloudWatch takes 5 to 25 of these requests a second from a whole account and region, so
 * that they are made one after another too.
 */
const pauseMs = 2_000

/**
 * The logs of a deployed stage, all or one. Throws what `openStageProject`, `readDeployedStage` and `functionLogs` throw,
 * and while it is read the faults of `awsFault`.
 */
export async function openStageLog(run: Run, stage: string, wanted: string | undefined): Promise<LogSource> {
  const project = openStageProject(run, stage)
  const deployed = await readDeployedStage(project)
  try {
    const logs = await functionLogs(project, deployed, wanted)
    const client = logsClient(deployed)
    return (query, options) => stageLines({ client, logs, stage }, query, options)
  } catch (thrown) {
    throw awsFault(thrown, stage)
  }
}

interface StageLog {
  readonly client: CloudWatchLogsClient
  readonly logs: readonly FunctionLog[]
  readonly stage: string
}

async function* stageLines(
  { client, logs, stage }: StageLog,
  query: LogQuery,
  { follow, signal }: ReadingOptions,
): AsyncGenerator<LogLine, void> {
  const readers = logs.map((log) => logGroupReader(client, log, query))
  try {
    do {
      for await (const line of mergeLines(readers.map((read) => read(signal)))) {
        if (signal.aborted) return
        yield line
      }
      if (follow) await sleep(pauseMs, undefined, { signal }).catch(() => {})
    } while (follow && !signal.aborted)
  } catch (thrown) {
    if (!signal.aborted) throw awsFault(thrown, stage)
  }
}

/** When an account's requests are too many for CloudWatch, it slows down by itself instead of giving up. */
function logsClient({ client, region }: DeployedStage): CloudWatchLogsClient {
  const { credentials } = client.config
  return new CloudWatchLogsClient({ ...clientSettings(region), credentials, retryMode: 'adaptive', maxAttempts: 10 })
}
