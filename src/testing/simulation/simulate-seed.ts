/** One seed: a definition, some jobs, accidents, and at the end of it every job has ended as it should. */
import type { Definition } from '../../core/definition.ts'
import { checkInput } from '../../engine/check-input.ts'
import { workflowOf } from '../../planner/draft.ts'
import { drawWeather } from './accidents.ts'
import { moodyBehaviour, steadyBehaviour } from './behaviour.ts'
import { compareEnds, endsOf } from './compare-ends.ts'
import { createRandom } from './random.ts'
import { randomDefinition } from './random-definition.ts'
import { randomSubmissions } from './random-submissions.ts'
import { type Run, runJobs } from './run-jobs.ts'
import type { Seed, SeedReport, SimulatedSubmission } from './seed.ts'
import { longestDelayMs } from './simulated-queue.ts'

/**
 * Runs one seed, in virtual time. Every second seed that is given no definition has work that always means the same: it
 * is run a second time without accidents, and its jobs must come to the same ends (P9). The sweeper only makes up for what
 * was lost: the second run is without it, unless something waits for longer than a message can.
 * Throws the fault `JOB_INPUT_INVALID` for a submission that its workflow would refuse, and `WORKFLOW_NOT_FOUND`.
 */
export async function simulateSeed(seed: Seed): Promise<SeedReport> {
  const steady = seed.definition === undefined && seed.seed % 2 === 0
  const drawn = createRandom(seed.seed)
  const definition = seed.definition ?? randomDefinition(drawn, steady)
  const submissions = seed.submissions ?? randomSubmissions(drawn, steady)
  // The check of a schema is compiled when it is first used, which takes real time: not in virtual time.
  for (const { workflow = 'default', input } of submissions) await checkInput(workflowOf(definition, workflow), input)
  const plan = { definition, submissions, steady }
  const run = await runJobs(runOf(seed, plan, seed.faults))
  const { violations } = run.report
  if (!steady || violations.length > 0) return run.report
  const kind = await runJobs(runOf(withoutAccidents(seed, plan), plan, 0))
  if (kind.report.violations.length > 0) return kind.report
  return { ...run.report, violations: compareEnds(await endsOf(run), await endsOf(kind)) }
}

function withoutAccidents({ seed, newStore, without = [] }: Seed, plan: Plan): Seed {
  const kind = { seed, newStore, without }
  return waitsLong(plan) ? kind : { ...kind, without: [...without, 'sweeper'] }
}

function waitsLong({ definition, submissions }: Plan): boolean {
  const rules = Object.values(definition.workflows).flatMap((workflow) => workflow.rules)
  const steps = rules.flatMap(({ whenTrue, whenFalse }) => [...whenTrue, ...whenFalse])
  const waits = steps.map(({ work }) => (work.kind === 'wait' ? work.waitMs : 0))
  const delays = submissions.map(({ delayMs = 0 }) => delayMs)
  return Math.max(...waits, ...delays) > longestDelayMs
}

interface Plan {
  readonly definition: Definition
  readonly submissions: readonly SimulatedSubmission[]
  readonly steady: boolean
}

function runOf(given: Seed, { definition, submissions, steady }: Plan, faults: number | undefined): Run {
  const { seed, newStore, without = [] } = given
  // A stream of its own: what happens must not depend on how the definition was drawn.
  const random = createRandom(seed * 7_919 + 1)
  const weather = drawWeather(random, faults)
  const people = given.people ?? (given.definition === undefined && !steady)
  return {
    seed,
    random,
    weather,
    newStore,
    definition,
    submissions,
    behaviour: given.behaviour ?? (steady ? steadyBehaviour(seed) : moodyBehaviour(seed)),
    acts: people ? random.below(6) : 0,
    steady: steady || given.behaviour !== undefined,
    ownBehaviour: given.behaviour === undefined,
    without,
  }
}
