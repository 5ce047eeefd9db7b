/**
 * Runs the author's code in this process, which on Lambda has nothing else to do.
 *
 * 1. An execution settles at the latest when its time is over; the signal has aborted before that, with the reason.
 * 2. After it settled the code that ran has no voice any more: no log, no storage.
 * 3. Whether its code still runs then is told (`hasLeftover`): such a process must not run another attempt.
 *
 * It cannot end a loop that never lets go of the thread: Lambda does, and its on-failure record says so. Nor does it catch
 * what floats outside of `run`: that ends the process, which is a crash of this attempt.
 */
import { setImmediate as turn } from 'node:timers/promises'
import type { AgentHost } from '../agent/agent-host.ts'
import { failedBy } from '../agent/execution-of-thrown.ts'
import { limitedHost } from '../agent/limited-host.ts'
import type { LoadedAgent } from '../agent/load-agent.ts'
import { runAgent } from '../agent/run-agent.ts'
import { formatDurationMs } from '../core/duration.ts'
import { Fault } from '../core/fault.ts'
import type { AgentExecutor, Execution, ExecutionControl } from '../ports/agent-executor.ts'
import type { AttemptCall } from '../ports/agent-invoker.ts'
import type { AnswerStore } from '../ports/answer-store.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { Log } from '../ports/log.ts'
import type { MemoryStore } from '../ports/memory-store.ts'
import type { Timers } from '../ports/timers.ts'
import { attemptLimits } from './attempt-limits.ts'

export interface ProcessExecutorParts {
  /** Its code, or why it cannot be loaded: each attempt fails with that. */
  readonly agent: LoadedAgent | Fault
  readonly blobs: BlobStore
  readonly answers?: AnswerStore
  readonly memory?: MemoryStore
  readonly log: Log
  readonly clock: Pick<Clock, 'now'>
  readonly timers: Timers
  /** Until the process is ended from outside. */
  remainingMs(): number
}

export interface ProcessExecutor extends AgentExecutor {
  /** Code of an attempt that was given up still runs. */
  hasLeftover(): boolean
}

/** After a cancel the author's code has so long to end by itself. */
const cancelGraceMs = 1_000

export function createProcessExecutor(parts: ProcessExecutorParts): ProcessExecutor {
  let running = 0
  return {
    async execute(call, control) {
      const { agent } = parts
      if (agent instanceof Fault) return failedBy(agent, agent.retryable)
      running += 1
      return await withinLimits(parts, { call, control }, async (host) => {
        const execution = await runAgent(agent, call, host)
        // A rejection that floats already is reported before the next turn of the loop: it belongs to this attempt.
        await turn()
        running -= 1
        return execution
      })
    },
    hasLeftover: () => running > 0,
  }
}

interface Asked {
  readonly call: AttemptCall
  readonly control: ExecutionControl
}

async function withinLimits(
  { blobs, answers, memory, log, clock, timers, remainingMs }: ProcessExecutorParts,
  { call, control }: Asked,
  run: (host: AgentHost) => Promise<Execution>,
): Promise<Execution> {
  const { endAfterMs, abortAfterMs } = attemptLimits(call.timeoutMs, remainingMs())
  const timedOut = new Fault('STEP_TIMED_OUT', { agent: call.agent, timeout: formatDurationMs(endAfterMs) })
  const abort = new AbortController()
  const givenUp = Promise.withResolvers<Execution>()
  const cancels: (() => void)[] = []
  const later = (ms: number, act: () => void) => cancels.push(timers.after(ms, act))
  const stop = (reason: unknown, graceMs: number) => {
    abort.abort(reason)
    later(graceMs, () => givenUp.resolve(failedBy(reason instanceof Fault ? reason : new Fault('STEP_CANCELLED'))))
  }
  const onCancel = () => stop(control.signal.reason, cancelGraceMs)
  later(abortAfterMs, () => stop(timedOut, endAfterMs - abortAfterMs))
  if (control.signal.aborted) onCancel()
  control.signal.addEventListener('abort', onCancel, { once: true })
  const { agent, jobId, stepId, attempt } = call
  const host = limitedHost({
    signal: abort.signal,
    deadline: clock.now() + endAfterMs,
    blobs,
    ...(answers === undefined ? {} : { answers }),
    ...(memory === undefined ? {} : { memory }),
    log: (level, message, fields) => log(level, message, { ...fields, agent, jobId, stepId, attempt }),
    progress: control.progress,
    ...(control.spent === undefined ? {} : { spent: control.spent }),
    ...(control.cacheAsked === undefined ? {} : { cacheAsked: control.cacheAsked }),
  })
  try {
    return await Promise.race([run(host), givenUp.promise])
  } finally {
    host.end()
    control.signal.removeEventListener('abort', onCancel)
    for (const cancel of cancels) cancel()
  }
}
