import { fileURLToPath } from 'node:url'
import { onTestFinished } from 'vitest'
import { WorkerPool, type WorkerPoolOptions } from '../../../src/adapters/local/worker-pool.ts'
import type { AgentDefinition } from '../../../src/core/definition.ts'
import { Fault } from '../../../src/core/fault.ts'
import type { JsonValue } from '../../../src/core/json.ts'
import type { Execution, ExecutionControl } from '../../../src/ports/agent-executor.ts'
import type { AttemptCall } from '../../../src/ports/agent-invoker.ts'
import type { BlobStore } from '../../../src/ports/blob-store.ts'
import type { LogLevel } from '../../../src/ports/log.ts'
import { aCall, anAgent } from '../../builders.ts'

const fixtures = fileURLToPath(new URL('../../fixtures/agents', import.meta.url))

export interface Line {
  readonly level: LogLevel
  readonly message: string
  readonly fields: Readonly<Record<string, unknown>>
}

export interface PoolUnderTest {
  readonly pool: WorkerPool
  /** What the platform's log received. */
  readonly lines: readonly Line[]
  readonly blobs: ReadonlyMap<string, Uint8Array>
  run(agent: string, input?: JsonValue, options?: RunOptions): Promise<Execution>
}

export interface RunOptions {
  readonly call?: Partial<AttemptCall>
  readonly control?: Partial<ExecutionControl>
}

/** A pool over the fixture agents: the agent `endless-loop` is the file endless-loop.ts. Closed when the test ends. */
export function aPool(
  options: Partial<WorkerPoolOptions> & { readonly agents?: Readonly<Record<string, Partial<AgentDefinition>>> } = {},
): PoolUnderTest {
  const lines: Line[] = []
  const blobs = new Map<string, Uint8Array>()
  const pool = new WorkerPool({
    workerUrl: new URL('../../../src/dev/agent-worker.ts', import.meta.url),
    describe: (name) => anAgent({ name, entry: `${name}.ts`, ...options.agents?.[name] }),
    projectDirectory: fixtures,
    env: {},
    maxWorkers: 2,
    log: (level, message, fields = {}) => lines.push({ level, message, fields }),
    blobs: blobsIn(blobs),
    ...options,
  })
  onTestFinished(() => pool.close())
  return {
    pool,
    lines,
    blobs,
    run: (agent, input = null, { call, control } = {}) =>
      pool.execute(aCall({ agent, stepId: agent, input, ...call }), { ...aControl(), ...control }),
  }
}

function aControl(): ExecutionControl {
  return { signal: new AbortController().signal, progress: () => undefined }
}

function blobsIn(blobs: Map<string, Uint8Array>): BlobStore {
  return {
    put: async (key, bytes) => void blobs.set(key, bytes),
    get: async (key) => {
      const bytes = blobs.get(key)
      if (bytes === undefined) throw new Fault('BLOB_MISSING', { key })
      return bytes
    },
  }
}
