import type { AttemptKey } from '../../core/result.ts'
import { key, number } from './attribute-values.ts'
import { recordExpiry } from './retention.ts'
import { type TableAccess, updateItem } from './table-requests.ts'
import { attribute, resultKey } from './table-schema.ts'

/** How the planner and a running attempt speak to each other: marks on the attempt's result item, by `UpdateItem` alone. */
export interface AttemptMarks {
  /** Asks the attempt to stop. Holds also for one that is not claimed yet. */
  requestAbort(attempt: AttemptKey): Promise<void>
  /** Whether the attempt should go on. Costs one write. Both throw `STORE_UNAVAILABLE`. */
  heartbeat(attempt: AttemptKey): Promise<'running' | 'abortRequested'>
}

export interface AttemptMarksAccess extends TableAccess {
  readonly retentionDays?: number
  /** Epoch ms. */
  readonly now?: () => number
}

export function createAttemptMarks(access: AttemptMarksAccess): AttemptMarks {
  const { abort, owner, expiresAt } = attribute
  const { retentionDays, now = Date.now } = access
  return {
    async requestAbort(attempt) {
      // An attempt that is never claimed leaves nothing but this mark.
      const expiry = recordExpiry(now(), retentionDays)
      const expires = expiry === undefined ? '' : `, ${expiresAt} = if_not_exists(${expiresAt}, :expiry)`
      await updateItem(access, 'requestAbort', {
        Key: key(resultKey(attempt)),
        UpdateExpression: `SET ${abort} = :abort${expires}`,
        ExpressionAttributeValues: {
          ':abort': number(1),
          ...(expiry === undefined ? {} : { ':expiry': number(expiry) }),
        },
      })
    },
    async heartbeat(attempt) {
      // Changes nothing: an update whose condition holds is the only question that an agent's role may ask.
      const outcome = await updateItem(access, 'heartbeat', {
        Key: key(resultKey(attempt)),
        ConditionExpression: `attribute_exists(${owner}) AND attribute_not_exists(${abort})`,
      })
      return outcome.written ? 'running' : 'abortRequested'
    },
  }
}
