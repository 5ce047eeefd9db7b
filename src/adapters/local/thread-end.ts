import type { AgentDefinition } from '../../core/definition.ts'
import { formatDurationMs } from '../../core/duration.ts'
import { Fault, type FaultOptions } from '../../core/fault.ts'
import { formatBytes } from '../../core/size.ts'
import type { Execution } from '../../ports/agent-executor.ts'

/** How a thread ended that nobody ended, as far as it is known. */
export interface ThreadEnd {
  /** What the thread's `error` event brought: an exception or rejection that nobody caught. */
  readonly error?: unknown
  readonly exitCode?: number
}

/** The fault of an attempt whose thread ended under it. */
export function faultOfRun(agent: AgentDefinition, end: ThreadEnd): Fault {
  if (isOutOfMemory(end.error)) return outOfMemory(agent)
  return new Fault('STEP_CRASHED', { agent: agent.name, reason: reasonOf(end) })
}

/** The fault of an agent whose thread ended before its code was loaded. */
export function faultOfLoad(agent: AgentDefinition, end: ThreadEnd): Fault {
  const memory = formatBytes(agent.memoryMb * 1_048_576)
  return loadFailed(agent, isOutOfMemory(end.error) ? `it needs more than ${memory} of memory` : reasonOf(end))
}

/** An endless import cannot be told from a busy machine, so the attempt is tried again as its policy says. */
export function loadTimedOut(agent: AgentDefinition, limitMs: number): Fault {
  return loadFailed(agent, `importing it did not end within ${formatDurationMs(limitMs)}`, { retryable: true })
}

function loadFailed({ name, entry }: AgentDefinition, problem: string, options: FaultOptions = {}): Fault {
  return new Fault('AGENT_LOAD_FAILED', { agent: name, entry, problem }, options)
}

export function outOfMemory(agent: AgentDefinition): Fault {
  return new Fault('STEP_OUT_OF_MEMORY', { agent: agent.name, memory: formatBytes(agent.memoryMb * 1_048_576) })
}

/** @param retryable absent: the retry policy decides */
export function failedBy(fault: Fault, retryable?: boolean): Execution {
  const said = retryable ?? (fault.retryable ? true : undefined)
  const error = { code: fault.code, message: fault.message }
  return { status: 'failed', error: said === undefined ? error : { ...error, retryable: said } }
}

/** How an attempt ends whose signal aborted: by the reason, when that is a fault, else as cancelled. */
export function faultOfAbort(signal: AbortSignal): Fault {
  return signal.reason instanceof Fault ? signal.reason : new Fault('STEP_CANCELLED')
}

function isOutOfMemory(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
}

export function reasonOf({ error, exitCode }: ThreadEnd): string {
  if (error === undefined) return `process.exit(${exitCode ?? ''}) was called`
  const text = error instanceof Error ? error.message || error.name : String(error)
  return `nobody caught "${(text.split('\n', 1)[0] ?? '').slice(0, 300)}"`
}
