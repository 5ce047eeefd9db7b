import type { AgentStats, AttemptProgress } from '../api/api-host.ts'
import type { AttemptKey } from '../core/result.ts'
import type { AgentExecutor, Execution } from '../ports/agent-executor.ts'
import type { Clock } from '../ports/clock.ts'

/** What this process saw of its agents: for `/v1/agents` and the progress of running attempts. Gone with the process. */
export interface AgentActivity {
  /** The same executor, watched. */
  watch(executor: AgentExecutor): AgentExecutor
  statsOf(agent: string): AgentStats | undefined
  progressOf(attempt: AttemptKey): AttemptProgress | undefined
}

/** Durations kept per agent for the percentiles. */
const window = 500

interface Seen {
  attempts: number
  successes: number
  lastSeenAt: number
  readonly recentMs: number[]
}

export function createAgentActivity(clock: Clock): AgentActivity {
  const agents = new Map<string, Seen>()
  const progress = new Map<string, AttemptProgress>()
  return {
    watch: (executor) => ({
      async execute(call, control) {
        const key = keyOf(call)
        const startedAt = clock.now()
        const note = (fraction: number, text?: string): void => {
          progress.set(key, { fraction, ...(text === undefined ? {} : { text }), at: clock.now() })
          control.progress(fraction, text)
        }
        const execution = await executor.execute(call, { ...control, progress: note })
        progress.delete(key)
        see(agents, call.agent, { execution, startedAt, endedAt: clock.now() })
        return execution
      },
    }),
    statsOf: (agent) => statsOf(agents.get(agent)),
    progressOf: (attempt) => progress.get(keyOf(attempt)),
  }
}

function see(
  agents: Map<string, Seen>,
  agent: string,
  { execution, startedAt, endedAt }: { execution: Execution; startedAt: number; endedAt: number },
): void {
  const seen = agents.get(agent) ?? { attempts: 0, successes: 0, lastSeenAt: endedAt, recentMs: [] }
  agents.set(agent, seen)
  seen.attempts += 1
  if (execution.status === 'completed') seen.successes += 1
  seen.lastSeenAt = endedAt
  seen.recentMs.push(endedAt - startedAt)
  if (seen.recentMs.length > window) seen.recentMs.shift()
}

function statsOf(seen: Seen | undefined): AgentStats | undefined {
  if (seen === undefined) return undefined
  const sorted = seen.recentMs.toSorted((a, b) => a - b)
  const at = (share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0
  const { attempts, successes, lastSeenAt } = seen
  return { attempts, successes, lastSeenAt, p50Ms: at(0.5), p95Ms: at(0.95) }
}

function keyOf({ jobId, stepId, epoch, attempt }: AttemptKey): string {
  return `${jobId}/${stepId}/${epoch}/${attempt}`
}
