import type { JobStore } from '../../ports/job-store.ts'
import { simulateSeed } from '../simulation/simulate-seed.ts'
import { drawJob } from './draw-job.ts'
import { mayBeBroken } from './failure-cause.ts'
import { isReached } from './is-reached.ts'
import { goalOfSeed, type PreparedWorkflow, prepareWorkflow, type SimulatedWorkflow } from './prepared-workflow.ts'
import { reportOf, type WorkflowReport } from './report.ts'
import { type SeedView, viewSeed } from './seed-view.ts'
import { stubWork } from './stub-agents.ts'
import { addSeed, type SimulatedSeed, startTally, type Tally } from './tally.ts'

export interface WorkflowSimulation extends SimulatedWorkflow {
  /** From 1 to this one; then some more, for goals that were not reached. */
  readonly seeds: number
  /** Makes an empty store. */
  readonly newStore: () => JobStore
  /** Told after each seed. */
  progress?(done: number): void
}

/**
 * Runs jobs of one workflow through the real engine, in virtual time, with stub agents and accidents: one job a seed.
 * The same workflow and number of seeds give the same report.
 * Throws the faults `WORKFLOW_NOT_FOUND`, `JOB_INPUT_INVALID` for a given input, `SIMULATION_INPUT_NOT_DRAWN`.
 */
export async function simulateWorkflow(simulation: WorkflowSimulation): Promise<WorkflowReport> {
  const prepared = prepareWorkflow(simulation)
  const tally = startTally(prepared)
  const run = async (seed: number): Promise<void> => {
    addSeed(tally, prepared, await runSeed(prepared, seed, { newStore: simulation.newStore }))
    simulation.progress?.(tally.seeds)
  }
  for (let seed = 1; seed <= simulation.seeds && canGoOn(tally); seed++) await run(seed)
  await aimAtTheRest({ prepared, tally, run, from: simulation.seeds + 1 })
  await acquitAccidents(tally, prepared, simulation.newStore)
  return reportOf(tally, prepared)
}

/** Runs one seed, as `simulateWorkflow` would, and tells all about it. */
export async function viewWorkflowSeed(
  simulated: SimulatedWorkflow,
  seed: number,
  newStore: () => JobStore,
): Promise<SeedView> {
  const prepared = prepareWorkflow(simulated)
  return viewSeed(prepared, await runSeed(prepared, seed, { newStore }))
}

/** A broken engine breaks many seeds in the same way: a few of them tell. */
const maxViolations = 10

function canGoOn({ violations }: Tally): boolean {
  return violations.length < maxViolations
}

interface SeedOptions {
  readonly newStore: () => JobStore
  /** Accidents at most; absent: drawn. */
  readonly faults?: number
}

async function runSeed(
  prepared: PreparedWorkflow,
  seed: number,
  { newStore, faults }: SeedOptions,
): Promise<SimulatedSeed> {
  const drawn = drawJob(prepared, seed)
  const attempts = new Map<string, number>()
  const report = await simulateSeed({
    seed,
    newStore,
    ...(faults === undefined ? {} : { faults }),
    definition: prepared.definition,
    submissions: [{ workflow: prepared.workflow.name, input: drawn.input }],
    people: false,
    behaviour: (call) => {
      attempts.set(call.agent, (attempts.get(call.agent) ?? 0) + 1)
      return stubWork(prepared, drawn, call)
    },
  })
  return { drawn, report, attempts }
}

/** What does not happen without accidents is theirs: a store that is broken for long ends a job as well. */
async function acquitAccidents(tally: Tally, prepared: PreparedWorkflow, newStore: () => JobStore): Promise<void> {
  for (const failure of tally.failures.values()) {
    if (!mayBeBroken(failure)) continue
    const { report } = await runSeed(prepared, failure.seed, { newStore, faults: 0 })
    failure.byAccident = !report.jobs.some((job) => job.error?.code === failure.code)
  }
}

/** Seeds that are spent on one goal before it counts as out of reach; all together they at most double the simulation. */
const maxAimed = 30

interface Rest {
  readonly prepared: PreparedWorkflow
  readonly tally: Tally
  readonly run: (seed: number) => Promise<void>
  readonly from: number
}

/** What a seed aims at follows from its number: the seeds that aim at what was not reached yet are run as well. */
async function aimAtTheRest({ prepared, tally, run, from }: Rest): Promise<void> {
  const most = tally.seeds + Math.max(maxAimed, tally.seeds)
  for (let seed = from; tally.seeds < most && canGoOn(tally); seed++) {
    const open = prepared.goals.filter((goal) => !isReached(goal, tally) && (tally.aimed.get(goal) ?? 0) < maxAimed)
    if (open.length === 0) return
    const goal = goalOfSeed(prepared, seed)
    if (goal !== undefined && open.includes(goal)) await run(seed)
  }
}
