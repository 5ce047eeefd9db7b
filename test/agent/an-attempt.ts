import type { Agent } from '../../src/agent/index.ts'
import { type AgentDeclaration, loadAgent, type ModuleExports } from '../../src/agent/load-agent.ts'
import { runAgent } from '../../src/agent/run-agent.ts'
import type { ErrorCode } from '../../src/core/errors/catalogue.ts'
import { Fault } from '../../src/core/fault.ts'
import type { AttemptCall } from '../../src/ports/agent-invoker.ts'
import { aCall } from '../builders.ts'

export interface AttemptOptions {
  readonly call?: Partial<AttemptCall>
  readonly declared?: Partial<AgentDeclaration>
  /** Of the agent's module, besides its default. */
  readonly exports?: ModuleExports
  /** The signal is aborted before the run, by this fault. */
  readonly abortedBy?: ErrorCode
}

/** Runs one attempt of the agent on a host that remembers. */
export async function anAttempt(agent: unknown, { call, declared, exports, abortedBy }: AttemptOptions = {}) {
  const logged: unknown[] = []
  const progressed: unknown[] = []
  const files = new Map<string, Uint8Array>()
  const loaded = loadAgent(
    { name: 'tested', entry: 'agents/tested/agent.ts', tools: [], ...declared },
    { ...exports, default: agent as Agent },
  )
  const execution = await runAgent(loaded, aCall({ agent: 'tested', stepId: 'tested', ...call }), {
    signal: abortedBy === undefined ? new AbortController().signal : AbortSignal.abort(new Fault(abortedBy)),
    deadline: 5_000,
    log: (...line) => logged.push(line),
    progress: (...call) => progressed.push(call),
    blobs: {
      put: async (key, bytes) => void files.set(key, bytes),
      get: async (key) => files.get(key) ?? new Uint8Array(),
    },
  })
  return { execution, logged, progressed }
}
