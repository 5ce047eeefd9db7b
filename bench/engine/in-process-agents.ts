import type { LoadedAgent } from '../../src/agent/load-agent.ts'
import { runAgent } from '../../src/agent/run-agent.ts'
import type { AgentDefinition } from '../../src/core/definition.ts'
import { Fault } from '../../src/core/fault.ts'
import { getOrInsert } from '../../src/core/get-or-insert.ts'
import { importAgent } from '../../src/dev/import-agent.ts'
import type { ClosableExecutor } from '../../src/dev/open-engine.ts'
import type { BlobStore } from '../../src/ports/blob-store.ts'
import type { Log } from '../../src/ports/log.ts'

export interface InProcessAgents {
  readonly log: Log
  readonly blobs: BlobStore
  readonly projectDirectory: string
  agentOf(agent: string): AgentDefinition | undefined
}

/** Runs agents on the engine's own thread: no limits of time or memory, and no thread between the two. */
export function createInProcessAgents({ log, blobs, projectDirectory, agentOf }: InProcessAgents): ClosableExecutor {
  const loaded = new Map<string, Promise<LoadedAgent>>()
  return {
    async execute(call, { signal, progress }) {
      const agent = await getOrInsert(loaded, call.agent, async () => {
        const declared = agentOf(call.agent)
        if (declared === undefined) throw new Fault('AGENT_NOT_FOUND', { agent: call.agent })
        return await importAgent(declared, projectDirectory)
      })
      return await runAgent(agent, call, { signal, progress, deadline: Date.now() + call.timeoutMs, log, blobs })
    },
    async close() {},
  }
}
