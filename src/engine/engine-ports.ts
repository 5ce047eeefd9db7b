import type { AgentInvoker } from '../ports/agent-invoker.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { Clock } from '../ports/clock.ts'
import type { FactQueue } from '../ports/fact-queue.ts'
import type { Ids } from '../ports/ids.ts'
import type { JobStore } from '../ports/job-store.ts'
import type { Log } from '../ports/log.ts'
import type { Meter } from '../ports/meter.ts'

/** Everything the engine touches. The same engine runs on a laptop and on AWS; only these differ. */
export interface EnginePorts {
  readonly store: JobStore
  readonly queue: FactQueue
  readonly invoker: AgentInvoker
  readonly blobs: BlobStore
  readonly clock: Clock
  readonly ids: Ids
  readonly log: Log
  readonly meter: Meter
}
