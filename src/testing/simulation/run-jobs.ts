/** Lets things happen until every job has ended, and looks after each of them whether the invariants hold. */
import type { Definition } from '../../core/definition.ts'
import type { Job } from '../../core/job.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import type { JobStore } from '../../ports/job-store.ts'
import { createMemoryBlobs } from '../memory-blobs.ts'
import type { Weather } from './accidents.ts'
import { type Clients, createClients } from './clients.ts'
import { checkGiven } from './given-values.ts'
import { type Guard, weakened } from './guards.ts'
import { shortOf } from './names.ts'
import { createPeople, type People, resumePaused } from './people.ts'
import { createPlatform, type Platform } from './platform.ts'
import type { Random } from './random.ts'
import type { SeedReport, SimulatedSubmission, Violation, Work } from './seed.ts'
import type { Death } from './simulated-agents.ts'
import { openJobs, openWatch, report, type Watch } from './watch.ts'
import { startOfTime, World } from './world.ts'

export interface Run {
  readonly seed: number
  readonly random: Random
  readonly weather: Weather
  readonly newStore: () => JobStore
  readonly definition: Definition
  readonly submissions: readonly SimulatedSubmission[]
  readonly behaviour: (call: AttemptCall) => Work
  /** How often people meddle. */
  readonly acts: number
  /** Accidents must not count as failures of agents. */
  readonly steady: boolean
  /** The outputs say where they come from, and are checked where they are given on. */
  readonly ownBehaviour: boolean
  readonly without: readonly Guard[]
}

export interface Ran {
  readonly report: SeedReport
  readonly store: JobStore
  readonly blobs: BlobStore
}

interface Scene {
  readonly world: World
  readonly watch: Watch
  readonly platform: Platform
  readonly clients: Clients
  readonly people: People
}

/** Things that happen before a job that has not ended counts as stuck; after a quarter of them accidents stop. */
const patience = 20_000

export async function runJobs(run: Run): Promise<Ran> {
  const truth = run.newStore()
  const blobs = createMemoryBlobs()
  const scene = setScene(run, truth, blobs)
  const { world, watch } = scene
  await untilAllEnded(scene)
  await checkEnd(scene, truth)
  const told: SeedReport = {
    seed: run.seed,
    violations: watch.violations,
    jobs: [...watch.jobs.values()],
    trace: world.trace,
    elapsedMs: world.now - startOfTime,
    states: watch.states,
    accidents: world.count,
  }
  return { report: told, store: truth, blobs }
}

function setScene(run: Run, truth: JobStore, blobs: BlobStore): Scene {
  const { random, weather, definition, behaviour, without, submissions, acts, ownBehaviour, steady } = run
  const world = new World(random, weather)
  const now = (): number => world.now
  const watch = openWatch({ store: weakened(truth, without, now), truth, definition, now, skewMs: weather.skewMs })
  const checked = (call: AttemptCall): Work => {
    if (ownBehaviour) report(watch, checkGiven(call, watch.jobs.get(call.jobId)))
    return behaviour(call)
  }
  const deathOf = (death: Death): Death =>
    steady || death.reason !== 'interrupted' ? death : { reason: random.pick(deathReasons) }
  const platform = createPlatform({ world, watch, blobs, behaviour: checked, deathOf, without })
  const rivals = ownBehaviour && !steady
  const clients = createClients({ world, watch, platform, definition, submissions, repeats: ownBehaviour, rivals })
  return { world, watch, platform, clients, people: createPeople({ world, watch, platform, acts }) }
}

const deathReasons = ['interrupted', 'crashed', 'outOfMemory'] as const

async function untilAllEnded(scene: Scene): Promise<void> {
  const { world, watch, platform } = scene
  for (let steps = 0; steps < patience && watch.violations.length === 0; steps++) {
    if (steps === patience / 4) world.faultsLeft = 0
    if (isQuiet(scene)) {
      if (openJobs(watch).length === 0) return
      // Nobody else lifts a pause.
      await resumePaused(watch, platform)
    }
    if (!(await world.step())) break
    platform.check()
  }
  if (watch.violations.length === 0) watch.violations.push(...openJobs(watch).map(stuck))
}

function isQuiet({ clients, people, platform }: Scene): boolean {
  return clients.waiting === 0 && people.toCome === 0 && !platform.isBusy
}

function stuck({ jobId, status, steps }: Job): Violation {
  const plan = steps.map((step) => `${step.stepId}:${step.status}`).join(' ')
  return { invariant: 'stuck', text: `job ${shortOf(jobId)} never ends: ${status} [${plan}]`, jobId }
}

/** P13, and P6 once more: what was promised is so at the end, and what a job points to is there. */
async function checkEnd({ watch, clients, people }: Scene, truth: JobStore): Promise<void> {
  if (watch.violations.length > 0) return
  for (const [jobId, payloadHash] of clients.acknowledged) {
    const job = await truth.loadJob(jobId)
    if (job?.payloadHash !== payloadHash)
      report(watch, [{ invariant: 'P13', text: `${jobId} was accepted and is lost` }])
  }
  for (const { jobId, epoch } of people.cancelled) {
    const job = watch.jobs.get(jobId)
    const status = job?.epoch === epoch ? job.status : job?.earlierEpochs.find((one) => one.epoch === epoch)?.status
    if (status !== 'cancelled') {
      report(
        watch,
        [{ invariant: 'P13', text: `cancel of epoch ${epoch} was acknowledged, and it ended as ${status}` }],
        job,
      )
    }
  }
}
