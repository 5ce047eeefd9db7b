/** The real engine in a `World`: planners, attempts, sweeper, dead letters, and somebody who forges results. */
import type { Fact } from '../../core/fact.ts'
import type { AttemptKey } from '../../core/result.ts'
import type { EnginePorts } from '../../engine/engine-ports.ts'
import { sweep } from '../../engine/sweep.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import { createForger } from './forger.ts'
import type { Guard } from './guards.ts'
import { attemptOf, checkNews, checkWork, entryOf } from './invariants/ledger.ts'
import { createPlanners, factText, type Planners } from './planners.ts'
import type { Work } from './seed.ts'
import { createAgents, type Death } from './simulated-agents.ts'
import { portsOf } from './simulated-ports.ts'
import { createSimulatedQueue, type SimulatedQueue } from './simulated-queue.ts'
import { openJobs, report, type Watch } from './watch.ts'
import { watchedStore } from './watched-store.ts'
import type { Process, ProcessKind, World } from './world.ts'

export interface PlatformOptions {
  readonly world: World
  readonly watch: Watch
  readonly blobs: BlobStore
  readonly behaviour: (call: AttemptCall) => Work
  /** How an attempt ended whose process died by accident. */
  readonly deathOf: (death: Death) => Death
  readonly without: readonly Guard[]
}

export interface Platform {
  /** A new process, and the world as it sees it. */
  enter(kind: ProcessKind): { readonly process: Process; readonly ports: EnginePorts }
  /** Whether anything is on its way or at work. */
  readonly isBusy: boolean
  /** Checks what must hold between any two things that happen. */
  check(): void
}

/** An agent's step is given up after ten interruptions; accidents alone must not get there. */
const maxDeaths = 6

export function createPlatform({ world, watch, blobs, behaviour, deathOf, without }: PlatformOptions): Platform {
  let ids = 0
  const lost = ({ jobId }: Fact): void => void watch.lostFacts.add(jobId)
  const portsFor = (process: Process): EnginePorts => {
    const store = watchedStore(watch, process)
    return portsOf(process, { world, store, blobs, queue, agents, invoked, nextId: () => ++ids })
  }
  const enter: Platform['enter'] = (kind) => {
    const process = world.process(kind)
    return { process, ports: portsFor(process) }
  }
  const invoked = (call: AttemptCall): void => {
    entryOf(watch.ledger, call).timeoutMs = call.timeoutMs
    forger.consider(call)
  }
  const died = (attempt: AttemptKey, death: Death): void => {
    entryOf(watch.ledger, attempt).hasDied = true
    const { jobId, stepId, epoch, attempt: number } = attempt
    const crash: Fact = { kind: 'step.crashed', jobId, stepId, epoch, attempt: number, ...deathOf(death) }
    // A process may also end without anybody telling: then the lease is what is left.
    if (!world.strikes(0.25)) return queue.send([crash], 0)
    world.note(undefined, `nobody tells of ${factText(crash)}`)
    lost(crash)
  }
  const works = (call: AttemptCall): void => report(watch, checkWork(watch.ledger, call), watch.jobs.get(call.jobId))

  const handled = (fact: Fact, takenAt: number): void => {
    const job = watch.jobs.get(fact.jobId)
    if (job !== undefined) report(watch, checkNews(watch.ledger, job, { fact, takenAt }), job)
  }
  const planners = createPlanners({
    world,
    queue: () => queue,
    enter,
    lost,
    handled,
    without,
  })
  const isMute = ({ kind }: Fact): boolean => without.includes('news') && kind === 'step.completed'
  const queue: SimulatedQueue = createSimulatedQueue({ world, ...planners, lost, isMute })
  const agents = createAgents({ world, maxDeaths, behaviour, portsOf: portsFor, works, died })
  const forger = createForger({ world, watch, queue })
  if (!without.includes('sweeper')) sweepLater({ world, watch, enter, limit: world.random.pick([1_000, 3]) })
  if (world.weather.outage) world.schedule({ run: () => beginOutage(world) }, world.now + world.random.below(60_000))

  return {
    enter,
    get isBusy() {
      return queue.size > 0 || agents.running > 0 || planners.atWork.size > 0 || world.effectsPending > 0
    },
    check: () => checkAcknowledged(watch, queue, planners),
  }
}

const sweepEveryMs = 60_000

/** Sweeps of a wait for days would be most of what happens: those without anything to find are passed over. */
const passedOverMs = 2 * 3_600_000

interface Sweeper {
  readonly world: World
  readonly watch: Watch
  readonly enter: Platform['enter']
  readonly limit: number
}

function sweepLater(sweeper: Sweeper, afterMs = sweepEveryMs): void {
  const { world, watch, enter, limit } = sweeper
  const run = (): void => {
    const idleMs = Math.min(world.nextAt, ...openJobs(watch).map(({ wakeAt }) => wakeAt ?? world.now)) - world.now
    // Until then nothing can change.
    if (idleMs > passedOverMs && Number.isFinite(idleMs)) return sweepLater(sweeper, roundDown(idleMs, sweepEveryMs))
    sweepLater(sweeper)
    // A sweep that fails is the next one's to make up for.
    sweep(enter('sweeper').ports, limit).catch(() => {})
  }
  world.schedule({ run }, world.now + afterMs)
}

function roundDown(ms: number, step: number): number {
  return ms - (ms % step)
}

function beginOutage(world: World): void {
  if (world.faultsLeft === 0) return
  world.faultsLeft -= 1
  world.count.outages += 1
  world.outageUntil = world.now + 60_000 + world.random.below(300_000)
  world.note(undefined, `everything is away for ${Math.round((world.outageUntil - world.now) / 1_000)} s`)
}

/**
 * P3: facts are deleted only when what they led to was carried out. A step that runs by the table and was never started
 * must still have a message on its way, or a planner at work on it; unless its message was lost by accident.
 */
function checkAcknowledged(watch: Watch, queue: SimulatedQueue, { atWork }: Planners): void {
  const handled = new Set(atWork.values())
  for (const job of openJobs(watch)) {
    if (watch.lostFacts.has(job.jobId) || handled.has(job.jobId) || queue.has(job.jobId)) continue
    for (const step of job.steps) {
      if (step.status !== 'running' || entryOf(watch.ledger, attemptOf(job, step)).timeoutMs !== undefined) continue
      const text = `${step.stepId}#${step.attempt} was never started, and the facts that led to it are deleted`
      report(watch, [{ invariant: 'P3', text }], job)
    }
  }
}
