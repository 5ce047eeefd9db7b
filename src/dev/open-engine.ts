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
  const ends: (() => Promise<void> | void)[] = []
  const close = async (): Promise<void> => {
    for (const end of ends.splice(0).reverse()) await end()
  }
  try {
    return { ...(await open(options, (end) => ends.push(end))), close }
  } catch (error) {
    await close()
    throw error
  }
}

type OnClose = (end: () => Promise<void> | void) => void

async function open(options: OpenEngineOptions, onClose: OnClose): Promise<Omit<OpenEngine, 'close'>> {
  const { dataDirectory, maxRunning, agentOf } = options
  const meter = createPrometheusMeter()
  const store = rememberWrites(openSqliteStore({ directory: dataDirectory, log: options.log, meter }), {
    timers: systemTimers,
  })
  onClose(() => store.close())
  // Only now: the directory is this process's.
  const logFile = openLogFile(dataDirectory)
  onClose(() => logFile.close())
  const log = bothLogs(options.log, logFile.log)
  const blobs = openFolderBlobStore(join(dataDirectory, 'blobs'))
  const answers = createSqliteAnswers({ directory: dataDirectory, clock: systemClock })
  onClose(() => answers.close())
  const memory = createSqliteMemoryStore(dataDirectory)
  onClose(() => memory.close())
  const given = options.executor({ log, blobs, answers, memory })
  const activity = createAgentActivity(systemClock)
  const executor = activity.watch(given)
  const { ports, invoker, queue } = createLaptopEngine({ store, blobs, log, meter, executor, maxRunning, agentOf })
  onClose(() => queue.close())
  onClose(async () => {
    await Promise.all([invoker.close(), given.close()])
  })
  const recovered = await recover(store, queue)
  onClose(sweepRegularly(ports, systemTimers))
  return { ports, invoker, log, logPath: logFile.path, meter, activity, recovered }
}

function bothLogs(one: Log, other: Log): Log {
  return (level, message, fields) => {
    one(level, message, fields)
    other(level, message, fields)
  }
}
