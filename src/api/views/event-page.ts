/**
 * Pages of a job's history, which is derived anew for each request.
 *
 * 1. Following `next` gives every event once, in whatever order the events became visible: an attempt that runs for
 *    an hour is seen to end long after events with later instants were answered.
 * 2. `next` stays small: it names only events after its horizon. Nothing at or before the horizon can still appear,
 *    because no attempt that is open now began before it, and clocks differ by less than a minute.
 * 3. A `next` is meant for the job that gave it; for another job it means nothing.
 */
import { createHash } from 'node:crypto'
import { Fault } from '../../core/fault.ts'
import type { Job } from '../../core/job.ts'
import type { AttemptResult } from '../../core/result.ts'
import { isTerminal } from '../../core/status.ts'
import { type JobEvent, jobEvents } from '../../planner/job-events.ts'

/** Where a reader of the history stands. */
export interface EventPosition {
  /** Events before were not asked for. Epoch ms. */
  readonly from: number
  /** All events at or before were answered. Epoch ms. */
  readonly horizon: number
  /** Identities of the events after the horizon that were answered. */
  readonly seen: readonly string[]
}

export interface EventPage {
  readonly events: readonly JobEvent[]
  readonly next: EventPosition
}

/** How far the clocks of two machines may differ, and how long a save may take to be seen. */
const skewMs = 60_000

/** 42 bits: of two events of a job one is never taken for the other. */
const identityLength = 7

/**
 * Servers take about 16,000 characters of headers, the address among them. Identities become shorter when more than
 * 1,700 events follow the horizon (1,000 steps at once): with 30 bits one event in some hundred thousand is missed.
 */
const maxSeenLength = 12_000

export const firstPosition: EventPosition = { from: 0, horizon: -1, seen: [] }

/** @param results all attempts of the job */
export function eventPage(job: Job, results: readonly AttemptResult[], since: EventPosition): EventPage {
  const wanted = jobEvents(job, results).filter((event) => event.at >= since.from)
  const seen = new Set(since.seen)
  const isSeen = (event: JobEvent): boolean => seen.has(identityOf(event).slice(0, since.seen[0]?.length))
  const events = wanted.filter((event) => event.at > since.horizon && !isSeen(event))
  const horizon = Math.max(since.horizon, settledUntil(job, results))
  const after = wanted.filter((event) => event.at > horizon).map(identityOf)
  const length = Math.min(identityLength, Math.max(3, Math.floor(maxSeenLength / after.length)))
  return { events, next: { from: since.from, horizon, seen: after.map((identity) => identity.slice(0, length)) } }
}

export function encodePosition({ from, horizon, seen }: EventPosition): string {
  return `${from}.${horizon}.${seen[0]?.length ?? identityLength}${seen.join('')}`
}

/** Throws `API_PARAMETER_INVALID` for anything that `encodePosition` did not make. */
export function decodePosition(text: string): EventPosition {
  const [, from, horizon, length = '', seen = ''] = /^(-?\d{1,15})\.(-?\d{1,15})\.([3-7])([\w-]*)$/.exec(text) ?? []
  if (from === undefined || seen.length % Number(length) !== 0) {
    throw new Fault('API_PARAMETER_INVALID', {
      name: 'since',
      problem: 'is neither an instant nor the next of an answer before',
    })
  }
  const identities = seen.match(new RegExp(`.{${length}}`, 'g')) ?? []
  return { from: Number(from), horizon: Number(horizon), seen: identities }
}

/** Everything up to there has been seen by a reader who sees the job as it is now. */
function settledUntil(job: Job, results: readonly AttemptResult[]): number {
  const open = job.steps.filter((step) => !isTerminal(step.status))
  const present = new Set(open.map((step) => `${step.stepId} ${step.attempt}`))
  const begun = results.filter(
    (result) => result.epoch === job.epoch && present.has(`${result.stepId} ${result.attempt}`),
  )
  return Math.min(job.updatedAt, ...begun.map((result) => result.startedAt)) - skewMs
}

/**
 * Tells an event from the others of its job. What a step did without an attempt (a wait, a skip) is told
 * without the epoch, since a rerun that keeps the step takes it along into the next one.
 */
function identityOf({ eventType, epoch, stepId, attempt, at }: JobEvent): string {
  const of = stepId === undefined ? epoch : attempt === undefined ? stepId : `${stepId} ${epoch}-${attempt}`
  return createHash('sha256').update(`${eventType} ${at} ${of}`).digest('base64url').slice(0, identityLength)
}
