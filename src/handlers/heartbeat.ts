import type { AttemptMarks } from '../adapters/aws/attempt-marks.ts'
import { Fault } from '../core/fault.ts'
import type { AgentExecutor } from '../ports/agent-executor.ts'
import type { AttemptCall } from '../ports/agent-invoker.ts'
import type { Log } from '../ports/log.ts'
import type { Timers } from '../ports/timers.ts'

export interface HeartbeatParts {
  readonly marks: Pick<AttemptMarks, 'heartbeat'>
  readonly timers: Timers
  readonly log: Log
}

/**
 * The same executor, which asks now and then whether the job still wants the attempt, and passes a cancel on to the
 * author's signal. Asking is a write: not before the first pause is over, so that a short attempt pays for none.
 */
export function withHeartbeat(executor: AgentExecutor, parts: HeartbeatParts): AgentExecutor {
  return {
    async execute(call, control) {
      const cancel = new AbortController()
      const stop = beat(parts, call, () => cancel.abort(new Fault('STEP_CANCELLED')))
      try {
        return await executor.execute(call, { ...control, signal: AbortSignal.any([control.signal, cancel.signal]) })
      } finally {
        await stop()
      }
    },
  }
}

/** A tenth of the timeout, so that a cancel is heard while it matters: from 1 s to 15 s. */
export function heartbeatPauseMs(timeoutMs: number): number {
  return Math.min(15_000, Math.max(1_000, timeoutMs / 10))
}

/** @returns stops it; settles when no request is on its way any more, since Lambda freezes the process after the answer */
function beat({ marks, timers, log }: HeartbeatParts, call: AttemptCall, cancel: () => void): () => Promise<void> {
  let isStopped = false
  let asking = Promise.resolve()
  let unset: () => void
  const again = (): void => {
    unset = timers.after(heartbeatPauseMs(call.timeoutMs), () => {
      asking = ask()
    })
  }
  const ask = async (): Promise<void> => {
    try {
      if ((await marks.heartbeat(call)) === 'abortRequested') return cancel()
    } catch (error) {
      const { jobId, stepId, attempt } = call
      log('warn', `heartbeat failed: ${error}`, { jobId, stepId, attempt })
    }
    if (!isStopped) again()
  }
  again()
  return async () => {
    isStopped = true
    unset()
    await asking
  }
}
