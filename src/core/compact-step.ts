import type { PoolReader, PoolSlot, PoolWriter } from './byte-pool.ts'
import { instantSlot, numberSlot, optional, slotInstant, slotNumber, withoutZeros } from './compact-slot.ts'
import type { Join } from './definition.ts'
import { type CompactUsage, compactUsage, expandUsage } from './model-usage.ts'
import { placeOf } from './plan.ts'
import { stepStatuses } from './status.ts'
import type { ResultRef, Step, StepCause, StepError } from './step.ts'

/** A step by position; see `compact-slot.ts`. */
export type CompactStep = readonly [
  stepId: string,
  rule?: number,
  needs?: CompactNeeds,
  status?: number,
  attempt?: number,
  startedAt?: number,
  /** From startedAt, and so is the lease. */
  finishedAt?: number,
  resultBytes?: number,
  leaseUntil?: number,
  token?: PoolSlot,
  rare?: RareFields | 0,
]

/** One distance, or a list of them: how many places before its step a need stands in the plan; its id if it does not. */
type CompactNeeds = number | readonly (number | string)[]

/** What most steps do not have, or have by default. */
interface RareFields {
  /** template, when it is not called as the step */
  readonly te?: string
  /** kind, when it is a wait */
  readonly ki?: 'wait'
  /** agent, when it is not called as the template; 0: none */
  readonly ag?: string | 0
  readonly jo?: Join
  /** failures, crashes, interruptions; absent: 0 */
  readonly fa?: number
  readonly cr?: number
  readonly ir?: number
  /** dueAt, from createdAt */
  readonly du?: number
  readonly er?: StepError
  readonly to?: true
  readonly fb?: string
  readonly ca?: StepCause
  /** result, when it is not of this agent, epoch and attempt */
  readonly re?: ResultRef
  readonly us?: CompactUsage
}

interface StepPlace<Pool> {
  readonly createdAt: number
  readonly epoch: number
  readonly pool: Pool
}

/** @param context `steps`: the plan */
export function compactStep(
  step: Step,
  index: number,
  context: StepPlace<PoolWriter> & { readonly steps: readonly Step[] },
): CompactStep {
  const { createdAt, epoch, pool, steps } = context
  const from = step.startedAt ?? createdAt
  const own = step.result !== undefined && isOwn(step.result, step, epoch) ? step.result : undefined
  const tuple: CompactStep = [
    step.stepId,
    step.rule,
    compactNeeds(step.needs, index, steps),
    stepStatuses.indexOf(step.status),
    step.attempt,
    instantSlot(step.startedAt, createdAt),
    instantSlot(step.finishedAt, from),
    numberSlot(own?.bytes),
    instantSlot(step.leaseUntil, from),
    pool.put(step.token, 'token'),
    rareFields(step, own === undefined ? step.result : undefined, createdAt),
  ]
  return withoutZeros(tuple)
}

function isOwn(result: ResultRef, step: Step, epoch: number): boolean {
  return result.agent === step.agent && result.epoch === epoch && result.attempt === step.attempt
}

function compactNeeds(needs: readonly string[], index: number, steps: readonly Step[]): CompactNeeds {
  if (needs.length === 0) return 0
  const list = needs.map((need) => {
    const place = placeOf(steps, need)
    return place === -1 ? need : index - place
  })
  const [only] = list
  return list.length === 1 && typeof only === 'number' && only !== 0 ? only : list
}

function rareFields(step: Step, result: ResultRef | undefined, createdAt: number): RareFields | 0 {
  if (result === undefined && isUsual(step)) return 0
  const { template, kind, agent, join, failures, crashes, interruptions } = step
  const rare: RareFields = {
    ...(template === step.stepId ? {} : { te: template }),
    ...(kind === 'wait' ? { ki: kind } : {}),
    ...(agent === usualAgent(kind, template) ? {} : { ag: agent ?? 0 }),
    ...(join === 'settled' ? {} : { jo: join }),
    ...(failures === 0 ? {} : { fa: failures }),
    ...(crashes === 0 ? {} : { cr: crashes }),
    ...(interruptions === 0 ? {} : { ir: interruptions }),
    ...optional('du', step.dueAt === undefined ? undefined : step.dueAt - createdAt),
    ...optional('er', step.error),
    ...optional('to', step.tolerated),
    ...optional('fb', step.fellBackFrom),
    ...optional('ca', step.cause),
    ...optional('re', result),
    ...optional('us', step.usage === undefined ? undefined : compactUsage(step.usage)),
  }
  return rare
}

/** Most steps are, at every save: they must not cost an object each. */
function isUsual(step: Step): boolean {
  const { stepId, template, kind, agent, join } = step
  const isNamedAlike = template === stepId && kind === 'agent' && agent === template && join === 'settled'
  const isPlain = step.dueAt === undefined && step.cause === undefined && step.usage === undefined
  return isNamedAlike && isPlain && isUntroubled(step)
}

function isUntroubled(step: Step): boolean {
  const hasFailed = step.error !== undefined || step.tolerated !== undefined || step.fellBackFrom !== undefined
  return !hasFailed && step.failures === 0 && step.crashes === 0 && step.interruptions === 0
}

function usualAgent(kind: Step['kind'], template: string): string | undefined {
  return kind === 'agent' ? template : undefined
}

/** @param context `ids`: of all steps, in the order of the plan */
export function expandStep(
  tuple: CompactStep,
  index: number,
  context: StepPlace<PoolReader> & { readonly ids: readonly string[] },
): Step {
  const [stepId, rule = 0, needs = 0, status = 0, attempt = 0, started = 0, finished = 0] = tuple
  const [, , , , , , , resultBytes = 0, lease = 0, token = 0, rare = 0] = tuple
  const { createdAt, epoch, pool, ids } = context
  const { agent, ...others } = expandRare(stepId, rare === 0 ? {} : rare, createdAt)
  const startedAt = slotInstant(started, createdAt)
  const from = startedAt ?? createdAt
  const bytes = slotNumber(resultBytes)
  return {
    stepId,
    rule,
    needs: expandNeeds(needs, index, ids),
    status: stepStatuses[status] ?? 'pending',
    attempt,
    ...optional('token', pool.take(token, 'token')),
    ...optional('leaseUntil', slotInstant(lease, from)),
    ...optional('startedAt', startedAt),
    ...optional('finishedAt', slotInstant(finished, from)),
    ...(bytes === undefined ? {} : { result: { agent: agent ?? '', epoch, attempt, bytes } }),
    ...optional('agent', agent),
    ...others,
  }
}

type RareOfStep = Omit<Step, 'stepId' | 'rule' | 'needs' | 'status' | 'attempt'>

function expandRare(stepId: string, rare: RareFields, createdAt: number): RareOfStep {
  const { te: template = stepId, ki: kind = 'agent', ag = usualAgent(kind, template) } = rare
  return {
    template,
    kind,
    ...optional('agent', ag === 0 ? undefined : ag),
    join: rare.jo ?? 'settled',
    failures: rare.fa ?? 0,
    crashes: rare.cr ?? 0,
    interruptions: rare.ir ?? 0,
    ...optional('dueAt', rare.du === undefined ? undefined : createdAt + rare.du),
    ...optional('error', rare.er),
    ...optional('tolerated', rare.to),
    ...optional('fellBackFrom', rare.fb),
    ...optional('cause', rare.ca),
    ...optional('result', rare.re),
    ...optional('usage', rare.us === undefined ? undefined : expandUsage(rare.us)),
  }
}

function expandNeeds(needs: CompactNeeds, index: number, ids: readonly string[]): string[] {
  if (needs === 0) return []
  const list = typeof needs === 'number' ? [needs] : needs
  return list.map((need) => (typeof need === 'string' ? need : (ids[index - need] ?? '')))
}
