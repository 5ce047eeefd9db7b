import { createHash } from 'node:crypto'
import type { Definition } from '../src/core/definition.ts'
import type { Job } from '../src/core/job.ts'
import type { JsonValue } from '../src/core/json.ts'
import { isTerminal } from '../src/core/status.ts'
import { type Decision, decide } from '../src/planner/decide.ts'
import type { Evidence } from '../src/planner/evidence.ts'
import { fold } from '../src/planner/fold.ts'
import { createRandom, type Random } from '../src/testing/simulation/random.ts'
import { aJob, builtAt } from './builders.ts'
import { aDefinition } from './planner/a-plan.ts'

/** Four rules with sixteen steps, named and sized as in the shipped system; two rules read results. */
const definition: Definition = aDefinition(
  [
    {
      name: 'full_analysis',
      if: "input.analysis_type == 'full' and input.horizon >= 6",
      run: 'data_cleaner -> (trend_analyzer | forecast_agent | season_finder | outlier_finder | price_watcher)',
    },
    {
      name: 'doubtful',
      if: 'results.trend_analyzer.confidence < 0.7 and results.forecast_agent.error_percent > 5',
      run: 'second_opinion -> robust_forecast',
    },
    {
      name: 'regional',
      if: 'input.noun.many == "cities"',
      run: '(region_north | region_south | region_east | region_west) -> region_merger',
    },
    {
      name: 'report',
      if: 'exists(results.region_merger.best_city)',
      run: 'chart_maker -> insight_reporter -> mail_sender',
    },
  ],
  { agents: { trend_analyzer: { timeoutMs: 60_000 }, forecast_agent: { timeoutMs: 120_000 } } },
)

const input: JsonValue = {
  analysis_type: 'full',
  title: 'Texas home sales, nine cities',
  source: { path: 'agents/data_cleaner/data/texas-home-sales.csv' },
  noun: { one: 'city', many: 'cities' },
  horizon: 12,
}

const outputs: ReadonlyMap<string, JsonValue> = new Map<string, JsonValue>([
  ['trend_analyzer', { confidence: 0.6183 }],
  ['forecast_agent', { error_percent: 7.42 }],
  ['region_merger', { best_city: 'San Antonio' }],
])

/** The job after each of its saves, from submit to its end. @param seed of ids, tokens, instants and sizes */
export function sixteenStepHistory(seed: number): Job[] {
  const random = createRandom(seed)
  const history = [submitted(random)]
  let now = builtAt
  for (let job = history[0]; job !== undefined && !isTerminal(job.status); job = history.at(-1)) {
    now += 40 + random.below(300)
    const { job: decided } = decision(fold(job, evidence(job, random, now)), random, now)
    // Unless it waits for the pause before a retry.
    if (decided !== job) {
      history.push({ ...decided, version: job.version + 1, updatedAt: now + random.below(9) })
    }
    now += random.below(20_000)
  }
  return history
}

function decision(job: Job, random: Random, now: number): Decision {
  const token = (): string => bytes(random, 24).toString('base64url')
  const results = new Map(job.steps.map(({ stepId }) => [stepId, outputs.get(stepId) ?? {}]))
  return decide(definition, job, { now, input, results, random: random.next, token })
}

/** One or two of the running attempts end, one in ten of them badly. */
function evidence(job: Job, random: Random, now: number): Evidence[] {
  const running = job.steps.filter(({ status }) => status === 'running')
  return running.slice(0, 1 + random.below(2)).map(({ stepId, attempt, agent = stepId }) => {
    const at = now - random.below(40)
    const key = { stepId, epoch: job.epoch, attempt, at }
    if (attempt === 1 && random.chance(0.1)) {
      const error = { code: 'STEP_FAILED', message: 'fetch failed: connect ETIMEDOUT 10.0.31.7:443' }
      return { ...key, end: { kind: 'failed', error } }
    }
    const result = { agent, epoch: job.epoch, attempt, bytes: 120 + random.below(16_000) }
    return { ...key, end: { kind: 'completed', result } }
  })
}

function submitted(random: Random): Job {
  const hash = (): string => createHash('sha256').update(bytes(random, 32)).digest('hex')
  return aJob({
    jobId: Array.from(bytes(random, 22), (byte) => '0123456789abcdefghjkmnpqrstvwxyz'[byte & 31]).join(''),
    definitionHash: hash(),
    payloadHash: hash(),
    input: { json: input, bytes: JSON.stringify(input).length },
    labels: { team: 'sales', source: 'nightly' },
    deadlineMs: 600_000,
    deadlineAt: builtAt + 600_000,
    wakeAt: builtAt + 60_000,
  })
}

function bytes(random: Random, count: number): Buffer {
  return Buffer.from(Array.from({ length: count }, () => random.below(256)))
}
