import { createLocalInvoker, type LocalInvoker } from '../adapters/local/local-invoker.ts'
import { createMemoryFactQueue, type MemoryFactQueue } from '../adapters/local/memory-fact-queue.ts'
import { randomIds } from '../adapters/node/random-ids.ts'
import { systemClock } from '../adapters/node/system-clock.ts'
import { systemTimers } from '../adapters/node/system-timers.ts'
import type { AgentDefinition } from '../core/definition.ts'
import { advanceJob } from '../engine/advance-job.ts'
import type { EnginePorts } from '../engine/engine-ports.ts'
import { failJob } from '../engine/fail-job.ts'
import { runAttempt } from '../engine/run-attempt.ts'
import type { AgentExecutor } from '../ports/agent-executor.ts'
import { guardPoison } from './poison-guard.ts'

export interface LaptopEngineOptions extends Pick<EnginePorts, 'store' | 'blobs' | 'log' | 'meter'> {
  /** Runs the authors' code. */
  readonly executor: AgentExecutor
  /** Attempts at once. */
  readonly maxRunning: number
  /** The agent as it is declared now. */
  agentOf(agent: string): AgentDefinition | undefined
}

export interface LaptopEngine {
  readonly ports: EnginePorts
  readonly invoker: LocalInvoker
  readonly queue: MemoryFactQueue
}

/** The engine with its queue and its attempts in this process. */
export function createLaptopEngine({ executor, maxRunning, agentOf, ...given }: LaptopEngineOptions): LaptopEngine {
  const { log } = given
  const queue = createMemoryFactQueue({
    handle: guardPoison({
      advance: (jobId, facts) => advanceJob(ports, jobId, facts),
      fail: (jobId, reason) => failJob(ports, jobId, reason),
    }),
    clock: systemClock,
    timers: systemTimers,
    log,
  })
  const invoker = createLocalInvoker({
    run: (call, signal, leave) => runAttempt({ ...ports, executor: thenLeave(executor, leave) }, call, { signal }),
    failed({ jobId, stepId }, error) {
      log('error', `attempt could not be carried out: ${error}`, { jobId, stepId })
    },
    maxRunning,
    concurrencyOf: (agent) => agentOf(agent)?.concurrency,
  })
  const ports: EnginePorts = { ...given, queue, invoker, clock: systemClock, ids: randomIds }
  return { ports, invoker, queue }
}

/** The same executor, which says when the author's code has ended. */
function thenLeave(executor: AgentExecutor, leave: () => void): AgentExecutor {
  return {
    async execute(call, control) {
      try {
        return await executor.execute(call, control)
      } finally {
        leave()
      }
    },
  }
}
