/** The ports of one process: every call goes through the world, which decides what becomes of it. */
import type { Job } from '../../core/job.ts'
import type { EnginePorts } from '../../engine/engine-ports.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import type { JobStore } from '../../ports/job-store.ts'
import { nameOf, shortOf } from './names.ts'
import type { SimulatedAgents } from './simulated-agents.ts'
import type { SimulatedQueue } from './simulated-queue.ts'
import type { Process, World } from './world.ts'

export interface PortsOptions {
  readonly world: World
  /** The job table as this process sees it. */
  readonly store: JobStore
  readonly blobs: BlobStore
  readonly queue: SimulatedQueue
  readonly agents: SimulatedAgents
  /** The start of an attempt was accepted. */
  readonly invoked: (call: Parameters<EnginePorts['invoker']['invoke']>[0]) => void
  readonly nextId: () => number
}

export function portsOf(process: Process, options: PortsOptions): EnginePorts {
  const { world, queue, agents, blobs } = options
  const call = <T>(name: string, apply: () => Promise<T>, about?: (answer: T | undefined) => string): Promise<T> =>
    world.call(process, { name, apply, ...(about === undefined ? {} : { about }) })
  const now = (): number => world.now + process.skewMs
  return {
    store: storePorts(call, options),
    queue: {
      send: (facts, delayMs = 0) =>
        call(
          'send',
          async () => queue.send(facts, delayMs),
          () => facts.map(({ kind, jobId }) => `${kind} of ${shortOf(jobId)}`).join(', '),
        ),
      backlog: () =>
        call(
          'backlog',
          async () => queue.backlog(),
          () => 'nothing',
        ),
    },
    invoker: {
      invoke: (attempt) =>
        call(
          'invoke',
          async () => {
            options.invoked(attempt)
            agents.invoke(attempt)
          },
          () => nameOf(attempt),
        ),
      abort: (attempt) =>
        call(
          'abort',
          async () => agents.abort(attempt),
          () => nameOf(attempt),
        ),
    },
    blobs: {
      put: (key, bytes) =>
        call(
          'put',
          () => blobs.put(key, bytes),
          () => key,
        ),
      get: (key) =>
        call(
          'get',
          () => blobs.get(key),
          () => key,
        ),
    },
    clock: {
      now,
      sleep: (ms) => new Promise((wake) => world.schedule({ process, run: wake }, world.now + ms)),
    },
    ids: {
      jobId: () => `job${options.nextId()}`,
      token: () => `token${options.nextId()}`,
      random: () => world.random.next(),
    },
    log: () => {},
    meter: { count: () => {}, observe: () => {} },
  }
}

type Through = <T>(name: string, apply: () => Promise<T>, about?: (answer: T | undefined) => string) => Promise<T>

function storePorts(call: Through, { store, world }: PortsOptions): JobStore {
  return {
    createJob: (job) =>
      call(
        'createJob',
        () => store.createJob(job),
        (answer) => `${shortOf(job.jobId)} ${answer?.created === false ? 'is there' : ''}`,
      ),
    loadJob: (jobId) =>
      call(
        'loadJob',
        () => store.loadJob(jobId),
        (job) => (job === undefined ? shortOf(jobId) : stateOf(job)),
      ),
    saveJob: (job) =>
      call(
        'saveJob',
        () => store.saveJob(job),
        (saved) => `${stateOf(job)}${saved === false ? ': another was first' : ''}`,
      ),
    listJobs: (query) => call('listJobs', () => store.listJobs(query)),
    listDueJobs: (now, limit) =>
      call(
        'listDueJobs',
        () => listDue(store, world, { now, limit }),
        (ids) => ids?.map(shortOf).join(' ') || 'nothing',
      ),
    claimResult: (claim) =>
      call(
        'claimResult',
        () => store.claimResult(claim),
        (claimed) => `${nameOf(claim)} ${claimed === true ? 'is mine' : 'is not mine'}`,
      ),
    recordResult: (record) =>
      call(
        'recordResult',
        () => store.recordResult(record),
        () => `${nameOf(record)} ${record.outcome.status}`,
      ),
    loadResults: (keys) =>
      call(
        'loadResults',
        () => store.loadResults(keys),
        (found) =>
          keys.map((key, index) => `${nameOf(key)} ${found?.[index]?.status ?? 'absent'}`).join(', ') || 'nothing',
      ),
    listResults: (jobId, agents) => call('listResults', () => store.listResults(jobId, agents)),
    putDefinition: (definition) => call('putDefinition', () => store.putDefinition(definition)),
    loadDefinition: (hash) => call('loadDefinition', () => store.loadDefinition(hash)),
  }
}

/** An index is not the table: it may be behind, and a list may stop short. */
async function listDue(
  store: JobStore,
  world: World,
  { now, limit }: { now: number; limit: number },
): Promise<string[]> {
  if (!world.strikes(world.weather.perList)) return await store.listDueJobs(now, limit)
  world.count.stale += 1
  const due = await store.listDueJobs(now - world.random.below(60_000), limit)
  return due.filter(() => world.random.chance(0.5))
}

/** A job in one line. */
function stateOf({ jobId, version, status, epoch, steps, cancelRequestedAt, pausedAt }: Job): string {
  const plan = steps.map(
    (step) => `${step.stepId}:${step.status}${step.status === 'running' ? `#${step.attempt}` : ''}`,
  )
  const marks = `${cancelRequestedAt === undefined ? '' : ' cancelled'}${pausedAt === undefined ? '' : ' paused'}`
  return `${shortOf(jobId)} v${version}${epoch === 1 ? '' : ` epoch ${epoch}`} ${status}${marks} [${plan.join(' ')}]`
}
