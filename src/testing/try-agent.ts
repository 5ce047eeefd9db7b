import { type AgentDeclaration, loadAgent, type ModuleExports } from '../agent/load-agent.ts'
import { runAgent } from '../agent/run-agent.ts'
import type { JsonValue } from '../core/json.ts'
import type { Execution } from '../ports/agent-executor.ts'
import type { AttemptCall } from '../ports/agent-invoker.ts'
import { type FakeMemory, triedJob, triedMemory } from './fake-memory.ts'
import { createMemoryBlobs } from './memory-blobs.ts'
import type { ScriptedModel } from './models/scripted-model.ts'

/** What an agent is given for one try. Values must be JSON; they are `unknown` so that a JSON file can be imported as it is. */
export interface Trial {
  /** The job's input, or what `with` mapped. `null` when left out. */
  readonly input?: unknown
  /** Outputs of the steps before, by step id and agent name. */
  readonly results?: Readonly<Record<string, unknown>>
  /** What agents.yaml says of the agent; without it only the agent's own schemas are applied, and no tool is given. */
  readonly declared?: Partial<AgentDeclaration>
  /** Answers in place of a language model: `scriptedModel([...])`. */
  readonly model?: Pick<ScriptedModel, 'script'>
  /** The agent has this memory, as if agents.yaml gave it one: `fakeMemory()`. */
  readonly memory?: FakeMemory
}

/**
 * Runs an agent once, in this process, as the platform would: input and output are checked against its schemas, files
 * are kept in memory, log lines and progress are dropped. Never throws for what the agent does: every end is an
 * execution. There is no timeout and no memory limit; `troupe test` has both.
 * @param agentModule all exports of the agent's file: `import * as cleaner from './agent.ts'`
 */
export async function tryAgent(agentModule: object, trial: Trial = {}): Promise<Execution> {
  const given = trial.memory === undefined ? {} : { memory: triedMemory }
  const declared: AgentDeclaration = { name: 'agent', entry: 'agent.ts', tools: [], ...trial.declared, ...given }
  const blobs = createMemoryBlobs()
  const host = {
    signal: new AbortController().signal,
    deadline: Number.MAX_SAFE_INTEGER,
    log: () => undefined,
    blobs,
    progress: () => undefined,
    ...(trial.model === undefined ? {} : { script: trial.model.script }),
    ...(trial.memory === undefined ? {} : { memory: trial.memory.store }),
  }
  return await runAgent(loadAgent(declared, agentModule as ModuleExports), callOf(declared.name, trial), host)
}

function callOf(agent: string, { input = null, results = {} }: Trial): AttemptCall {
  return {
    agent,
    input: input as JsonValue,
    results: results as Readonly<Record<string, JsonValue>>,
    ...triedJob,
    stepId: agent,
    epoch: 1,
    attempt: 1,
    token: 'trial',
    timeoutMs: Number.MAX_SAFE_INTEGER,
    priority: 'normal',
    workflow: 'default',
    labels: {},
  }
}
