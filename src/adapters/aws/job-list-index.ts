import type { JobPosition } from '../../core/job-cursor.ts'
import { type JobStatus, jobStatuses } from '../../core/status.ts'
import { type Item, needed, text, textOf } from './attribute-values.ts'
import { type QueryPage, queryPage, type TableAccess } from './table-requests.ts'
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
  /** Newest first; at least `count` of them unless the range ends before. */
  readonly entries: readonly JobPosition[]
  /** Whether there may be more behind them. */
  readonly more: boolean
}

/**
 * Reads the list index, whose partitions are tenant and status: one query, or six that are merged. The index follows the
 * table within about a second, so an entry may be of a status that its job has just left; a job that moves is for a moment
 * in two partitions, or in none.
 */
export async function readListIndex(access: TableAccess, range: EntryRange): Promise<IndexEntries> {
  const statuses = range.status === undefined ? jobStatuses : [range.status]
  const pages = await Promise.all(statuses.map((status) => queryStatus(access, status, range)))
  const found = pages.map(({ items, more }) => ({ keys: items.map(createdKeyOf), more }))
  // Behind the last entry of a page that goes on, its partition may hold newer entries than the others do.
  const known = found.reduce((last, { keys, more }) => (more ? maxText(last, keys.at(-1) ?? '') : last), '')
  const positions = new Map(pages.flatMap(({ items }) => items.map((item) => [createdKeyOf(item), positionOf(item)])))
  const inOrder = [...positions].filter(([key]) => key >= known).sort(([a], [b]) => (a < b ? 1 : -1))
  const all = inOrder.map(([, position]) => position)
  const entries = all.filter(({ createdAt }) => createdAt >= (range.since ?? 0))
  return { entries, more: entries.length === all.length && found.some(({ more }) => more) }
}

function queryStatus(access: TableAccess, status: JobStatus, { tenant, after, count }: EntryRange): Promise<QueryPage> {
  const before = after === undefined ? '' : ` AND ${attribute.created} < :after`
  return queryPage(access, 'listJobs', {
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

function maxText(a: string, b: string): string {
  return a > b ? a : b
}
