import { getCompileCacheDir } from 'node:module'
import { dirname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { AgentDefinition } from '../../core/definition.ts'
import type { AttemptTurns } from './attempt-turns.ts'
import { keepLoopsInterruptible } from './interruptible-loops.ts'
import { type Environment, environmentOf, resourceLimitsOf } from './thread-limits.ts'
import type { WorkerStart } from './worker-messages.ts'

export interface WorkerOptions {
  /** The module that runs inside the thread. */
  readonly workerUrl: URL
  readonly agent: AgentDefinition
  readonly projectDirectory: string
  readonly env: Environment
  /** Whether the thread says what the agent's results are like. */
  readonly wantsSchema?: true
}

/** A worker thread with the agent's own environment and memory. */
export function startWorker(options: WorkerOptions, turns: AttemptTurns): Worker {
  keepLoopsInterruptible()
  const { agent, workerUrl, env } = options
  return new Worker(workerUrl, {
    name: agent.name,
    workerData: workerStart(options, turns),
    env: environmentOf(agent, env),
    resourceLimits: resourceLimitsOf(agent.memoryMb),
    // What is printed comes as messages; nothing of a thread reaches the output of the platform.
    stdout: true,
    stderr: true,
    // Flags of the platform (a debugger's port) are not for its threads.
    execArgv: [],
  })
}

function workerStart({ agent, projectDirectory, wantsSchema }: WorkerOptions, turns: AttemptTurns): WorkerStart {
  // What Node answers is a folder for its own version within the one that was named.
  const ofThisNode = getCompileCacheDir()
  return {
    agent,
    projectDirectory,
    turns,
    ...(ofThisNode === undefined ? {} : { compileCache: dirname(ofThisNode) }),
    ...(wantsSchema === true ? { wantsSchema } : {}),
  }
}
