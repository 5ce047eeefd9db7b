import { parseDurationMs } from '../core/duration.ts'
import { Fault } from '../core/fault.ts'

const isoInstant = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:?\d\d))?$/

/**
 * Epoch ms of `since` as clients write it: an ISO 8601 instant, a date (its start in UTC), or a duration before `now`.
 * Throws `API_PARAMETER_INVALID`.
 */
export function instantOf(written: string, now: number): number {
  const before = parseDurationMs(written)
  const at = before === undefined ? isoInstantOf(written) : now - before
  if (at !== undefined) return at
  const problem = 'is neither an ISO 8601 instant nor a duration such as 2h'
  throw new Fault('API_PARAMETER_INVALID', { name: 'since', problem })
}

/** Undefined for anything else. */
export function isoInstantOf(written: string): number | undefined {
  const at = isoInstant.test(written) ? Date.parse(written) : Number.NaN
  return Number.isNaN(at) ? undefined : at
}
