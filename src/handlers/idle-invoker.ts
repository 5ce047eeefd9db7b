import { Fault } from '../core/fault.ts'
import type { AgentInvoker } from '../ports/agent-invoker.ts'

/**
 * Of a Lambda whose role may start no agent: only the planner's may. What was to be started is saved by then; the job's
 * `wakeAt` brings it to the planner, which finds the attempt unclaimed and starts it.
 */
export function idleInvoker(abort: AgentInvoker['abort']): AgentInvoker {
  return {
    async invoke({ agent }) {
      throw new Fault('AGENT_UNAVAILABLE', { agent, problem: 'only the planner starts agents' }, { retryable: true })
    },
    abort,
  }
}
