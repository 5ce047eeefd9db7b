import type { JobStore } from '../../ports/job-store.ts'
import { type Item, needed, number, numberOf, textOf } from './attribute-values.ts'
import { querySome, type TableAccess } from './table-requests.ts'
import { attribute, indexes, keyPrefix, wakeShards } from './table-schema.ts'

/**
 * Lists due jobs with one query a shard of the wake index. The index follows the table within about a second, so a job may
 * be named that was woken just now (a wake too many is harmless) or be missed until the next sweep.
 */
export function createDynamoDueJobs(access: TableAccess): JobStore['listDueJobs'] {
  return async (now, limit) => {
    const shards = Array.from({ length: wakeShards }, (_, shard) => shard)
    const found = await Promise.all(
      shards.map((shard) =>
        querySome(access, 'listDueJobs', {
          IndexName: indexes.wake.name,
          KeyConditionExpression: `${attribute.shard} = :shard AND ${attribute.wakeAt} <= :now`,
          ExpressionAttributeValues: { ':shard': number(shard), ':now': number(now) },
          Limit: limit,
        }),
      ),
    )
    const due = found.flat().map(readEntry)
    return due
      .sort(earliestFirst)
      .slice(0, limit)
      .map(({ jobId }) => jobId)
  }
}

interface DueJob {
  readonly jobId: string
  readonly wakeAt: number
}

function readEntry(item: Item): DueJob {
  const { partition, wakeAt } = attribute
  return {
    jobId: needed(textOf(item, partition), partition).slice(keyPrefix.job.length),
    wakeAt: needed(numberOf(item, wakeAt), wakeAt),
  }
}

function earliestFirst(a: DueJob, b: DueJob): number {
  return a.wakeAt - b.wakeAt || (a.jobId < b.jobId ? -1 : 1)
}
