import { join } from 'node:path'
import { openFolderBlobStore } from '../adapters/local/folder-blob-store.ts'
import { createPrometheusMeter, type PrometheusMeter } from '../adapters/local/prometheus-meter.ts'
import { rememberWrites } from '../adapters/local/recent-writes.ts'
import { systemClock } from '../adapters/node/system-clock.ts'
import { systemTimers } from '../adapters/node/system-timers.ts'
import { openSqliteStore } from '../adapters/sqlite/open-sqlite-store.ts'
import { createSqliteAnswers } from '../adapters/sqlite/sqlite-answers.ts'
import { createSqliteMemoryStore } from '../adapters/sqlite/sqlite-memory-store.ts'
import type { AgentDefinition } from '../core/definition.ts'
import type { AgentExecutor } from '../ports/agent-executor.ts'
import type { AnswerStore } from '../ports/answer-store.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Log } from '../ports/log.ts'
import type { MemoryStore } from '../ports/memory-store.ts'
import { type AgentActivity, createAgentActivity } from './agent-activity.ts'
import { createLaptopEngine, type LaptopEngine } from './laptop-engine.ts'
import { openLogFile } from './log-file.ts'
import { type Recovered, recover } from './recover.ts'
import { sweepRegularly } from './regular-sweep.ts'

export interface OpenEngineOptions {
  readonly dataDirectory: string
  /** Gets every line, beside the log file. */
  readonly log: Log
  /** Attempts at once. */
  readonly maxRunning: number
  /** The agent as it is declared now. */
  agentOf(agent: string): AgentDefinition | undefined
  /** Makes what runs the authors' code. Closed with the engine. */
  executor(parts: ExecutorParts): ClosableExecutor
}

export interface ExecutorParts {
  readonly log: Log
  readonly blobs: BlobStore
  readonly answers: AnswerStore
  readonly memory: MemoryStore
}

export interface ClosableExecutor extends AgentExecutor {
  close(): Promise<void>
}

/** An engine at work on its data directory. */
export interface OpenEngine extends Pick<LaptopEngine, 'ports' | 'invoker'> {
  /** To the given log and to the log file. */
  readonly log: Log
  readonly logPath: string
  readonly meter: PrometheusMeter
  readonly activity: AgentActivity
  /** What was left by the process before. */
  readonly recovered: Recovered
  /** Interrupts what runs, and gives the files back: the next one goes on with it. */
  close(): Promise<void>
}

/**
 * The laptop's engine with its files: everything of the runtime but agents.yaml and HTTP.
 * Throws `DATA_DIRECTORY_IN_USE`, `DATA_DIRECTORY_NEWER` or `DATA_DIRECTORY_UNUSABLE`; nothing stays open then.
 */
export async function openEngine(options: OpenEngineOptions): Promise<OpenEngine> {
  const { dataDirectory, maxRunning, agentOf } = options
  await using opened = new AsyncDisposableStack()
  const meter = createPrometheusMeter()
  const jobs = openSqliteStore({ directory: dataDirectory, log: options.log, meter })
  const store = opened.adopt(rememberWrites(jobs, { timers: systemTimers }), close)
  // Only now: the directory is this process's.
  const logFile = opened.adopt(openLogFile(dataDirectory), close)
  const log = bothLogs(options.log, logFile.log)
  const blobs = openFolderBlobStore(join(dataDirectory, 'blobs'))
  const answers = opened.adopt(createSqliteAnswers({ directory: dataDirectory, clock: systemClock }), close)
  const memory = opened.adopt(createSqliteMemoryStore(dataDirectory), close)
  const executor = options.executor({ log, blobs, answers, memory })
  const activity = createAgentActivity(systemClock)
  const watched = activity.watch(executor)
  const engine = createLaptopEngine({ store, blobs, log, meter, executor: watched, maxRunning, agentOf })
  const { ports, invoker, queue } = engine
  opened.adopt(queue, close)
  opened.defer(async () => {
    await Promise.all([invoker.close(), executor.close()])
  })
  const recovered = await recover(store, queue)
  opened.defer(sweepRegularly(ports, systemTimers))
  const open = opened.move()
  return { ports, invoker, log, logPath: logFile.path, meter, activity, recovered, close: () => open.disposeAsync() }
}

function close(one: { close(): Promise<void> | void }): Promise<void> | void {
  return one.close()
}

function bothLogs(one: Log, other: Log): Log {
  return (level, message, fields) => {
    one(level, message, fields)
    other(level, message, fields)
  }
}
