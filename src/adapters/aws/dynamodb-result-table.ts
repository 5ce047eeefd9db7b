import type { JobStore } from '../../ports/job-store.ts'
import { binary, key, number, text } from './attribute-values.ts'
import { checkItemSize } from './item-size.ts'
import { sealOutcome } from './result-item.ts'
import { recordExpiry } from './retention.ts'
import { type TableAccess, updateItem } from './table-requests.ts'
import { attribute, resultKey } from './table-schema.ts'

export interface ResultTableAccess extends TableAccess {
  readonly retentionDays?: number
}

/** What the claim may hold besides what the record knows: token, instants. */
const claimMarginBytes = 1_024

/**
 * All of the table that an agent may touch: `UpdateItem` on results of its own name. Both updates may be repeated, by the
 * SDK or by their caller, and answer as they did before; so neither asks whether it was sent twice.
 */
export function createResultTable(access: ResultTableAccess): Pick<JobStore, 'claimResult' | 'recordResult'> {
  const { owner, token, startedAt, status, finishedAt, record, expiresAt } = attribute
  return {
    async claimResult(claim) {
      const expiry = recordExpiry(claim.startedAt, access.retentionDays)
      const sets = [
        `${owner} = :owner`,
        // The first claim's, when this is a repeat.
        `${token} = if_not_exists(${token}, :token)`,
        `${startedAt} = if_not_exists(${startedAt}, :startedAt)`,
        ...(expiry === undefined ? [] : [`${expiresAt} = :expiry`]),
      ]
      const outcome = await updateItem(access, 'claimResult', {
        Key: key(resultKey(claim)),
        UpdateExpression: `SET ${sets.join(', ')}`,
        // Not that the item is absent: it may bear the mark of a cancelled job.
        ConditionExpression: `attribute_not_exists(${owner}) OR (${owner} = :owner AND attribute_not_exists(${finishedAt}))`,
        ExpressionAttributeValues: {
          ':owner': text(claim.owner),
          ':token': text(claim.token),
          ':startedAt': number(claim.startedAt),
          ...(expiry === undefined ? {} : { ':expiry': number(expiry) }),
        },
      })
      return outcome.written
    },
    async recordResult(ending) {
      const { outcome } = ending
      const Key = key(resultKey(ending))
      const values = {
        ':owner': text(ending.owner),
        ':status': text(outcome.status),
        ':finishedAt': number(ending.finishedAt),
        ':record': binary(sealOutcome(ending, outcome)),
      }
      checkItemSize(`Result of step ${ending.stepId} of job ${ending.jobId}`, { ...Key, ...values }, claimMarginBytes)
      const same = `${finishedAt} = :finishedAt AND ${status} = :status AND ${record} = :record`
      const update = await updateItem(access, 'recordResult', {
        Key,
        UpdateExpression: `SET ${status} = :status, ${finishedAt} = :finishedAt, ${record} = :record`,
        ConditionExpression: `${owner} = :owner AND (attribute_not_exists(${finishedAt}) OR (${same}))`,
        ExpressionAttributeValues: values,
      })
      return update.written
    },
  }
}
