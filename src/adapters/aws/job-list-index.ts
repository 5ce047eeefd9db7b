import type { JobPosition } from '../../core/job-cursor.ts'
import { type JobStatus, jobStatuses } from '../../core/status.ts'
import { type Item, needed, text, textOf } from './attribute-values.ts'
import { querySome, type TableAccess } from './table-requests.ts'
import { attribute, createdKey, indexes, keyPrefix, listPartition } from './table-schema.ts'

export interface EntryRange {
  readonly tenant: string
  /** Absent: of every status. */
  readonly status?: JobStatus | undefined
  /** Created at or after, epoch ms. */
  readonly since?: number | undefined
  /** Behind this place; absent: from the newest job on. */
  readonly after?: JobPosition | undefined
  readonly count: number
}

export interface IndexEntries {
  /** Newest first. */
  readonly entries: readonly JobPosition[]
  /** Whether there are more behind them. */
  readonly more: boolean
}

/**
 * Reads the list index, whose partitions are tenant and status: one query, or six that are merged. The index follows the
 * table within about a second, so an entry may be of a status that its job has just left; a job that moves is for a moment
 * in two partitions, or in none.
 */
export async function readListIndex(access: TableAccess, range: EntryRange): Promise<IndexEntries> {
  const { status, since = 0, count } = range
  const statuses = status === undefined ? jobStatuses : [status]
  // One entry more than asked for, of each partition, tells whether there is a next one.
  const found = await Promise.all(statuses.map((one) => queryStatus(access, one, { ...range, count: count + 1 })))
  const byKey = new Map(found.flat().map((item) => [createdKeyOf(item), positionOf(item)]))
  const newestFirst = [...byKey].sort(([a], [b]) => (a < b ? 1 : -1)).map(([, position]) => position)
  const entries = newestFirst.filter(({ createdAt }) => createdAt >= since)
  return { entries: entries.slice(0, count), more: entries.length > count }
}

function queryStatus(access: TableAccess, status: JobStatus, { tenant, after, count }: EntryRange): Promise<Item[]> {
  const before = after === undefined ? '' : ` AND ${attribute.created} < :after`
  return querySome(access, 'listJobs', {
    IndexName: indexes.list.name,
    KeyConditionExpression: `${attribute.list} = :list${before}`,
    ExpressionAttributeValues: {
      ':list': text(listPartition(tenant, status)),
      ...(after === undefined ? {} : { ':after': text(createdKey(after.createdAt, after.jobId)) }),
    },
    ScanIndexForward: false,
    Limit: count,
  })
}

function createdKeyOf(item: Item): string {
  return needed(textOf(item, attribute.created), attribute.created)
}

function positionOf(item: Item): JobPosition {
  const jobId = needed(textOf(item, attribute.partition), attribute.partition).slice(keyPrefix.job.length)
  return { createdAt: Number(createdKeyOf(item).slice(0, -jobId.length)), jobId }
}
