import { readAgentCall } from '../adapters/aws/agent-call.ts'
import type { AttemptMarks } from '../adapters/aws/attempt-marks.ts'
import type { AgentDeclaration, LoadedAgent } from '../agent/load-agent.ts'
import { Fault } from '../core/fault.ts'
import { type AttemptPorts, runAttempt } from '../engine/run-attempt.ts'
import type { AttemptCall } from '../ports/agent-invoker.ts'
import type { AnswerStore } from '../ports/answer-store.ts'
import type { MemoryStore } from '../ports/memory-store.ts'
import type { Timers } from '../ports/timers.ts'
import { withAttemptConsole } from './attempt-console.ts'
import { withHeartbeat } from './heartbeat.ts'
import { createProcessExecutor } from './process-executor.ts'

export interface AgentPorts extends Omit<AttemptPorts, 'executor'> {
  readonly marks: Pick<AttemptMarks, 'heartbeat'>
  /** Of models, beyond this process. */
  readonly answers?: AnswerStore
  readonly memory?: MemoryStore
  readonly timers: Timers
  readonly declaration: Pick<AgentDeclaration, 'name'>
  /** Its code, or why it cannot be loaded. */
  readonly code: LoadedAgent | Fault
  /** Ends this process at once. */
  discard(): void
}

/**
 * Carries out the call of an attempt, from claim to notify. Throws `AGENT_EVENT_INVALID`, also for the call of another
 * agent, and what `runAttempt` throws.
 *
 * Code that goes on after its time would share the process with the next attempt: once everything is recorded the process
 * is ended. Lambda starts a new one, and its report of this one finds the result recorded.
 * @param remainingMs until Lambda ends the process
 */
export async function runCall(ports: AgentPorts, event: unknown, remainingMs: () => number): Promise<AttemptCall> {
  const { code, declaration, log, discard } = ports
  const call = await readAgentCall(event, ports.blobs)
  if (call.agent !== declaration.name) {
    throw new Fault('AGENT_EVENT_INVALID', { problem: `it is for agent ${call.agent}, not ${declaration.name}` })
  }
  const own = createProcessExecutor({ ...ports, agent: code, remainingMs })
  const executor = withAttemptConsole(withHeartbeat(own, ports), log)
  await runAttempt({ ...ports, executor }, call, {
    signal: new AbortController().signal,
    progress: (fraction, text) => log('debug', 'progress', { ...keyOf(call), fraction, text }),
  })
  if (own.hasLeftover()) {
    log('error', 'Agent did not stop when its signal aborted: its process is ended', keyOf(call))
    discard()
  }
  return call
}

function keyOf({ agent, jobId, stepId, attempt }: AttemptCall) {
  return { agent, jobId, stepId, attempt }
}
