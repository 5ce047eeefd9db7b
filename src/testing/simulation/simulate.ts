/** One seed: a random definition, some jobs, accidents, and at the end of it every job ended as it should. */
import type { Definition } from '../../core/definition.ts'
import type { Fact } from '../../core/fact.ts'
import { Fault } from '../../core/fault.ts'
import type { Job } from '../../core/job.ts'
import { isTerminal } from '../../core/status.ts'
import { cancelJob, pauseJob, rerunEndedJob, resumeJob } from '../../engine/change-job.ts'
import { submitJob } from '../../engine/submit-job.ts'
import type { Execution } from '../../ports/agent-executor.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import type { JobStore } from '../../ports/job-store.ts'
import { createRandom } from './random.ts'
import { randomDefinition } from './random-definition.ts'
import { type Ablation, SimulatedPlatform } from './simulated-platform.ts'
import { type Watch, watchStore } from './watched-store.ts'
import { World } from './world.ts'

export interface SimulationOptions {
  readonly seed: number
  /** Makes an empty store. */
  readonly newStore: () => JobStore
  readonly ablation?: Ablation
  /** Accidents at most; 0 is a run in which nothing goes wrong. */
  readonly faults?: number
}

export interface Simulation {
  readonly seed: number
  readonly violations: readonly string[]
  /** What happened, a line each. */
  readonly trace: readonly string[]
  readonly jobs: readonly Job[]
}

/** Things that happen before a job that has not ended counts as stuck. */
const patience = 20_000

/** Runs one seed. A seed of steady work is run a second time without accidents, and must come to the same end (P9). */
export async function simulate(options: SimulationOptions): Promise<Simulation> {
  const simulation = await runSeed(options)
  if (!isSteady(options.seed) || simulation.violations.length > 0) return simulation
  const kind = await runSeed({ seed: options.seed, newStore: options.newStore, faults: 0 })
  return { ...simulation, violations: differences(simulation, kind) }
}

async function runSeed({ seed, newStore, ablation, faults = 15 }: SimulationOptions): Promise<Simulation> {
  const random = createRandom(seed)
  const steady = isSteady(seed)
  const definition = steady ? patient(randomDefinition(random)) : randomDefinition(random)
  const world = new World(random, faults)
  const off = ablation === undefined ? {} : { ablation }
  const watch = watchStore({ store: newStore(), now: () => world.now, ...off })
  const behaviour = (call: AttemptCall): Execution =>
    steady ? steadyBehaviour(seed, call) : moodyBehaviour(seed, call)
  const platform = new SimulatedPlatform({ world, store: watch.store, behaviour, executed: watch.executed, ...off })
  await submitAll(platform, definition, watch)
  if (!steady) meddle(platform, world, watch)
  await runToEnd(platform, world, watch)
  await checkEnd(watch)
  return { seed, violations: watch.violations, trace: world.trace, jobs: [...watch.jobs.values()] }
}

/** Of a job that fails, which steps were cut off depends on time; that it fails does not. */
function differences(simulation: Simulation, kind: Simulation): string[] {
  const endOf = ({ status, steps }: Job): string => {
    return status === 'completed' ? steps.map((step) => `${step.stepId}:${step.status}`).join(' ') : status
  }
  return simulation.jobs.flatMap((job) => {
    const expected = kind.jobs.find(({ jobId }) => jobId === job.jobId)
    if (expected !== undefined && endOf(job) === endOf(expected)) return []
    return [`P9: job ${job.jobId} ends as ${endOf(job)}, without accidents as ${expected && endOf(expected)}`]
  })
}

/** Every second seed has work that always means the same, so that its jobs must end as they do without accidents (P9). */
function isSteady(seed: number): boolean {
  return seed % 2 === 0
}

/** Attempts enough for every accident, and nothing that depends on time. */
function patient(definition: Definition): Definition {
  const retry = { maxAttempts: 1_000, backoff: 'fixed', initialMs: 1_000, maxMs: 1_000, jitter: 'none' } as const
  const agents = Object.entries(definition.agents).map(([name, agent]) => [name, { ...agent, retry }])
  const workflows = Object.entries(definition.workflows).map(([name, { deadlineMs: _deadline, ...workflow }]) => {
    return [name, { ...workflow, budgetSteps: 1_000 }]
  })
  return { ...definition, agents: Object.fromEntries(agents), workflows: Object.fromEntries(workflows) }
}

function steadyBehaviour(seed: number, { stepId }: AttemptCall): Execution {
  if ((seed + stepId.length + stepId.charCodeAt(1)) % 7 !== 0)
    return { status: 'completed', output: { n: (seed % 3) - 1 } }
  return { status: 'failed', error: { code: 'BROKEN', message: 'always', retryable: false } }
}

function moodyBehaviour(seed: number, { stepId, attempt }: AttemptCall): Execution {
  const mood = (seed * 31 + stepId.charCodeAt(1) * 17 + attempt * 13) % 10
  if (mood < 7) return { status: 'completed', output: { n: (mood % 3) - 1 } }
  return {
    status: 'failed',
    error: { code: 'MOODY', message: 'this time', ...(mood === 9 ? { retryable: false } : {}) },
  }
}

/** Two jobs, acknowledged: from here on they may not be lost. Their first hints may. */
async function submitAll(platform: SimulatedPlatform, definition: Definition, watch: Watch): Promise<void> {
  const queue = { send: async (facts: readonly Fact[]) => platform.sendAsClient(facts), backlog: async () => 0 }
  const ports = { ...platform.portsOf({ name: 'client', alive: true }), store: watch.store, queue }
  for (let count = 0; count < 2; count++) {
    await submitJob(ports, definition, { tenant: 'simulated', input: { n: count }, idempotencyKey: `job${count}` })
  }
}

/** People cancel, pause, resume and rerun at random instants. What they were told must be so (P13). */
function meddle(platform: SimulatedPlatform, world: World, watch: Watch): void {
  const acts = { cancelJob, pauseJob, resumeJob, rerunEndedJob }
  for (let count = world.random.below(4); count > 0; count--) {
    const name = world.random.pick(['cancelJob', 'pauseJob', 'pauseJob', 'resumeJob', 'rerunEndedJob'] as const)
    const [jobId = ''] = [...watch.jobs.keys()].slice(world.random.below(watch.jobs.size))
    const run = (): void => {
      const api = platform.process('api')
      acts[name](platform.portsOf(api), { jobId, tenant: 'simulated' }).then(
        (answered) => checkAcknowledged(watch, answered),
        (error) => world.note(api, error instanceof Fault ? error.code : String(error)),
      )
    }
    world.schedule({ process: undefined, label: `asks for ${name}`, run }, world.now + world.random.below(60_000))
  }
}

function checkAcknowledged(watch: Watch, answered: Job): void {
  const now = watch.jobs.get(answered.jobId)
  if ((now?.version ?? 0) < answered.version)
    watch.violations.push(`P13: version ${answered.version} was acknowledged and is not there`)
}

async function runToEnd(platform: SimulatedPlatform, world: World, watch: Watch): Promise<void> {
  const open = (): Job[] => [...watch.jobs.values()].filter(({ status }) => !isTerminal(status))
  for (let steps = 0; steps < patience && watch.violations.length === 0; steps++) {
    // Accidents end, and pauses are lifted: from here on every job must find its end.
    if (steps === patience / 10) world.faultsLeft = 0
    if (world.faultsLeft === 0) await resumePaused(platform, watch, open())
    if (open().length === 0 && !platform.isBusy) return
    if (!(await world.step())) break
  }
  for (const job of open())
    watch.violations.push(
      `P3, P12: job ${job.jobId} never ends: ${job.status} ${job.steps.map((step) => `${step.stepId}:${step.status}`)}`,
    )
}

async function resumePaused(platform: SimulatedPlatform, watch: Watch, open: readonly Job[]): Promise<void> {
  for (const { jobId, pausedAt, tenant } of open) {
    if (pausedAt === undefined) continue
    const api = {
      ...platform.portsOf({ name: 'api', alive: true }),
      store: watch.store,
      queue: { send: async () => {}, backlog: async () => 0 },
    }
    await resumeJob(api, { jobId, tenant })
  }
}

async function checkEnd(watch: Watch): Promise<void> {
  for (const job of watch.jobs.values()) {
    for (const step of job.steps) {
      if (step.status !== 'completed' || step.result === undefined) continue
      const { agent, epoch, attempt } = step.result
      const [result] = await watch.store.loadResults([{ jobId: job.jobId, stepId: step.stepId, agent, epoch, attempt }])
      if (result?.status !== 'completed') watch.violations.push(`P6: ${step.stepId} is completed without a result`)
    }
  }
}
