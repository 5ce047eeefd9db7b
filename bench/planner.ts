import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import type { Definition } from '../src/core/definition.ts'
import type { Job } from '../src/core/job.ts'
import { decide } from '../src/planner/decide.ts'
import type { Known } from '../src/planner/draft.ts'
import type { Evidence } from '../src/planner/evidence.ts'
import { fold } from '../src/planner/fold.ts'
import { aJob } from '../test/builders.ts'
import { aDefinition } from '../test/planner/a-plan.ts'
import { rounded } from './figures.ts'

/** Folding in one result and deciding what follows from it, for a job from its submit to its end. */
export interface PlannerFigures {
  readonly plan: string
  readonly steps: number
  readonly decisionsPerSecond: number
  readonly usPerDecision: number
}

/** What an agent instance takes: a definition's step in a plan. */
export interface InstanceFigures {
  readonly usPerStep: number
  readonly bytesPerStep: number
}

const plans: readonly (readonly [name: string, notation: string])[] = [
  ['chain of 5', chain(5)],
  ['chain of 100', chain(100)],
  ['chain of 1,000', chain(1_000)],
  ['diamond of 5', 'a -> (b | c | d) -> e'],
  ['20 diamonds in a row', Array.from({ length: 20 }, () => 'a -> (b | c | d) -> e').join(' -> ')],
  ['200 beside each other and their join', parallel(200)],
  ['500 beside each other and their join', parallel(500)],
]

/** Pure planning: no store, no queue, no agent. */
export function benchPlanner(): { readonly plans: readonly PlannerFigures[]; readonly instances: InstanceFigures } {
  return { plans: plans.map(([name, notation]) => figuresOf(name, notation)), instances: instanceFigures() }
}

function chain(steps: number): string {
  return Array.from({ length: steps }, () => 'a').join(' -> ')
}

function parallel(steps: number): string {
  return `a -> (${Array.from({ length: steps }, () => 'b').join(' | ')}) -> c`
}

function figuresOf(plan: string, notation: string): PlannerFigures {
  const definition = aDefinition([{ run: notation }])
  const steps = definition.workflows.default?.rules[0]?.whenTrue.length ?? 0
  const jobs = Math.max(2, Math.round(3_000 / steps))
  runJob(definition)
  let best = Number.POSITIVE_INFINITY
  let decisions = 0
  // The fastest of five rounds: what other processes on the machine take is not ours.
  for (let round = 0; round < 5; round++) {
    const startedAt = performance.now()
    decisions = 0
    for (let job = 0; job < jobs; job++) decisions += runJob(definition)
    best = Math.min(best, performance.now() - startedAt)
  }
  const usPerDecision = rounded((best * 1_000) / decisions)
  return { plan, steps, decisionsPerSecond: Math.round(1_000_000 / usPerDecision), usPerDecision }
}

/** Each result is decided upon by itself, as if no two came together. @returns how many decisions it took */
function runJob(definition: Definition): number {
  let job: Job = aJob({ definitionHash: definition.hash })
  const waiting: Evidence[] = []
  let decisions = 0
  for (let news: Evidence[] = []; ; news = waiting.splice(0, 1)) {
    const decision = decide(definition, fold(job, news), known)
    decisions += 1
    job = decision.job
    for (const command of decision.commands) if (command.kind === 'startStep') waiting.push(completed(command))
    if (waiting.length === 0) break
  }
  if (job.status !== 'completed') throw new Error(`the planned job is ${job.status}`)
  return decisions
}

function completed({
  stepId,
  epoch,
  attempt,
  agent,
}: Pick<Evidence, 'stepId' | 'epoch' | 'attempt'> & { agent: string }): Evidence {
  return { stepId, epoch, attempt, at: now, end: { kind: 'completed', result: { agent, epoch, attempt, bytes: 900 } } }
}

const now = 1_700_000_000_000
const known: Known = { now, input: {}, results: new Map(), random: () => 0.5, token: () => 'token'.repeat(6) }

/** The first decision of a job applies the definitions of all its agents: 500 steps are made, and the first started. */
function instanceFigures(): InstanceFigures {
  const names = Array.from({ length: 500 }, (_, index) => `agent_${letters(index)}`)
  const definition = aDefinition([{ run: names.join(' -> ') }])
  const submitted = aJob({ definitionHash: definition.hash })
  const plan = (): Job => decide(definition, submitted, known).job
  const taken = Array.from({ length: 50 }, () => {
    const startedAt = performance.now()
    plan()
    return performance.now() - startedAt
  })
  const kept: Job[] = []
  const before = heapUsed()
  while (kept.length < 100) kept.push(plan())
  const bytes = heapUsed() - before
  return {
    usPerStep: rounded((Math.min(...taken) * 1_000) / names.length),
    bytesPerStep: Math.round(bytes / (kept.length * names.length)),
  }
}

/** A name without digits, as plans are noted. */
function letters(index: number): string {
  const [first = 0, second = 0] = [Math.floor(index / 26), index % 26]
  return String.fromCharCode(97 + first, 97 + second)
}

function heapUsed(): number {
  setFlagsFromString('--expose-gc')
  runInNewContext('gc')()
  return process.memoryUsage().heapUsed
}
