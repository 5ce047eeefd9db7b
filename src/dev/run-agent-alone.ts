import { AgentThread } from '../adapters/local/agent-thread.ts'
import type { Environment } from '../adapters/local/thread-limits.ts'
import type { OutputSchema } from '../agent/output-schema.ts'
import type { AgentDefinition } from '../core/definition.ts'
import { Fault } from '../core/fault.ts'
import type { JsonValue } from '../core/json.ts'
import type { Execution, ExecutionControl } from '../ports/agent-executor.ts'
import type { AttemptCall } from '../ports/agent-invoker.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Log } from '../ports/log.ts'
import { createMemoryBlobs } from '../testing/memory-blobs.ts'
import { createVolatileMemory } from '../testing/memory-store.ts'
import { agentWorkerUrl } from './agent-worker-url.ts'

export interface LoneAgent {
  readonly agent: AgentDefinition
  /** The folder of agents.yaml. */
  readonly projectDirectory: string
  /** The platform's variables; the agent sees those it declared. */
  readonly env: Environment
  readonly log: Log
}

export interface LoneInput {
  readonly input: JsonValue
  readonly results: Readonly<Record<string, JsonValue>>
}

/** How an attempt ended, how long it took, and the files it kept. */
export interface LoneEnd {
  readonly execution: Execution
  /** Loading included. */
  readonly elapsedMs: number
  readonly files: readonly { readonly name: string; readonly bytes: number }[]
}

const loadTimeoutMs = 10_000
const names = { jobId: 'test', tenant: 'local', workflow: 'default', token: 'test' } as const

/** Runs one attempt in a worker thread of its own, with the agent's declared limits; nothing is kept afterwards. */
export async function runAgentAlone(lone: LoneAgent, given: LoneInput, control: ExecutionControl): Promise<LoneEnd> {
  const blobs = createMemoryBlobs()
  const startedAt = performance.now()
  const execution = await inOwnThread(lone, blobs, (thread) => thread.execute(callOf(lone.agent, given), control))
  const prefix = `files/${lone.agent.name}/${names.jobId}/${lone.agent.name}/`
  return {
    execution,
    elapsedMs: performance.now() - startedAt,
    files: blobs.list().map(({ key, bytes }) => ({ name: key.slice(prefix.length), bytes })),
  }
}

/** Loads the agent's code in a worker thread, and says what is wrong with it: undefined when nothing is. */
export async function checkAgentLoads(
  lone: LoneAgent,
): Promise<{ readonly code: string; readonly message: string } | undefined> {
  // An attempt that is cancelled from the start ends when the code is loaded.
  const cancelled = { signal: AbortSignal.abort(new Fault('STEP_CANCELLED')), progress: () => undefined }
  const call = callOf(lone.agent, { input: null, results: {} })
  const execution = await inOwnThread(lone, createMemoryBlobs(), (thread) => thread.execute(call, cancelled))
  return execution.status === 'completed' || execution.error.code === 'STEP_CANCELLED' ? undefined : execution.error
}

/** Loads the agent's code in a worker thread, and says what its results are like. Throws the fault of the load. */
export async function readOutputSchema(lone: LoneAgent): Promise<OutputSchema> {
  const schema = await inOwnThread({ ...lone, wantsSchema: true }, createMemoryBlobs(), (thread) => thread.schema())
  return schema as OutputSchema
}

async function inOwnThread<T>(
  { agent, projectDirectory, env, log, ...wanted }: LoneAgent & { readonly wantsSchema?: true },
  blobs: BlobStore,
  work: (thread: AgentThread) => Promise<T>,
): Promise<T> {
  const thread = new AgentThread({
    workerUrl: agentWorkerUrl,
    agent,
    projectDirectory,
    env,
    log,
    blobs,
    memory: createVolatileMemory(),
    loadTimeoutMs,
    ...wanted,
  })
  try {
    return await work(thread)
  } finally {
    thread.end(new Fault('STEP_INTERRUPTED'))
    await thread.gone
  }
}

function callOf(agent: AgentDefinition, { input, results }: LoneInput): AttemptCall {
  return {
    ...names,
    input,
    results,
    agent: agent.name,
    stepId: agent.name,
    epoch: 1,
    attempt: 1,
    timeoutMs: agent.timeoutMs,
    priority: 'normal',
    labels: {},
  }
}
