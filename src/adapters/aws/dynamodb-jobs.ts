import { Fault } from '../../core/fault.ts'
import type { Job } from '../../core/job.ts'
import type { JobStore } from '../../ports/job-store.ts'
import { type Item, number, text } from './attribute-values.ts'
import { inputItem, isSameRecord, jobItem, lacksInput, readJobItem, sortKeyOf, withInput } from './job-item.ts'
import { putItem, queryAll, type TableAccess } from './table-requests.ts'
import { attribute, inputKey, jobKey } from './table-schema.ts'

export interface JobsAccess extends TableAccess {
  readonly retentionDays?: number
}

/**
 * Creates, loads and saves jobs.
 *
 * 1. A load is one strongly consistent query of the job's partition; it costs what getting its items would.
 * 2. A save is one conditional put of the job's item. The input is not part of it when it has an item of its own.
 * 3. A request that DynamoDB carried out, whose answer was lost and which the SDK therefore sent again, meets its own
 *    write: the record found is compared with the record sent, and the answer is the lost one.
 */
export function createDynamoJobs(access: JobsAccess): Pick<JobStore, 'createJob' | 'loadJob' | 'saveJob'> {
  const { retentionDays } = access
  const loadItems = (operation: string, jobId: string): Promise<Item[]> =>
    queryAll(access, operation, {
      KeyConditionExpression: `${attribute.partition} = :job`,
      ExpressionAttributeValues: { ':job': text(jobKey(jobId).pk) },
      ConsistentRead: true,
      // The job before its input.
      ScanIndexForward: false,
    })
  return {
    async createJob(job) {
      const item = jobItem(job, retentionDays)
      const input = inputItem(job, retentionDays)
      const { jobId } = job
      if (input !== undefined) {
        // A key that is used again must not leave inputs behind; and a read costs a fifth of a write.
        const existing = jobOf(jobId, await loadItems('createJob', jobId))
        if (existing !== undefined) return { created: false, existing }
        await putItem(access, 'createJob', { Item: input })
      }
      const absent = `attribute_not_exists(${attribute.partition})`
      const outcome = await putItem(access, 'createJob', { Item: item, ConditionExpression: absent })
      if (outcome.written) return { created: true }
      const items = await loadItems('createJob', jobId)
      if (outcome.repeated && isStored(item, items)) return { created: true }
      const existing = jobOf(jobId, items)
      if (existing !== undefined) return { created: false, existing }
      const problem = `job ${jobId} was there and is gone`
      throw new Fault('STORE_UNAVAILABLE', { operation: 'createJob', problem }, { retryable: true })
    },
    async loadJob(jobId) {
      return jobOf(jobId, await loadItems('loadJob', jobId))
    },
    async saveJob(job) {
      const item = jobItem(job, retentionDays)
      const { jobId, version } = job
      const outcome = await putItem(access, 'saveJob', {
        Item: item,
        ConditionExpression: `${attribute.version} = :before`,
        ExpressionAttributeValues: { ':before': number(version - 1) },
      })
      if (outcome.written || !outcome.repeated) return outcome.written
      return isStored(item, await loadItems('saveJob', jobId))
    },
  }
}

function jobOf(jobId: string, items: readonly Item[]): Job | undefined {
  const item = items.find((candidate) => sortKeyOf(candidate) === jobKey(jobId).sk)
  if (item === undefined) return undefined
  const job = readJobItem(jobId, item)
  const { sk } = inputKey(jobId, job.payloadHash)
  return withInput(job, lacksInput(job) ? items.find((candidate) => sortKeyOf(candidate) === sk) : undefined)
}

function isStored(item: Item, items: readonly Item[]): boolean {
  return items.some((stored) => sortKeyOf(stored) === sortKeyOf(item) && isSameRecord(stored, item))
}
