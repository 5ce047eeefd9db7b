import type { AttemptResult } from '../../core/result.ts'
import type { JobStore } from '../../ports/job-store.ts'
import { type Item, needed, text, textOf } from './attribute-values.ts'
import { getItems } from './batch-get.ts'
import { attemptOfSortKey, readResultItem } from './result-item.ts'
import { queryAll, type TableAccess } from './table-requests.ts'
import { attribute, resultKey, resultPartition } from './table-schema.ts'

/** Reads results, strongly consistent. One that cannot be read throws `STORE_RECORD_UNREADABLE`. */
export function createDynamoResults(access: TableAccess): Pick<JobStore, 'loadResults' | 'listResults'> {
  return {
    async loadResults(attempts) {
      if (attempts.length === 0) return []
      const asked = attempts.map((attempt) => ({ ...attempt }))
      const items = await getItems(access, 'loadResults', asked.map(resultKey))
      return asked.map((attempt, index) => {
        const item = items[index]
        return item === undefined ? undefined : readResultItem(attempt, item)
      })
    },
    async listResults(jobId, agents) {
      const lists = await Promise.all(agents.map((agent) => listOf(access, jobId, agent)))
      return lists.flat().sort(oldestFirst)
    },
  }
}

async function listOf(access: TableAccess, jobId: string, agent: string): Promise<AttemptResult[]> {
  const items = await queryAll(access, 'listResults', {
    KeyConditionExpression: `${attribute.partition} = :results`,
    ExpressionAttributeValues: { ':results': text(resultPartition(agent, jobId)) },
    ConsistentRead: true,
  })
  return items.map((item) => resultIn(item, jobId, agent)).filter((result) => result !== undefined)
}

function resultIn(item: Item, jobId: string, agent: string): AttemptResult | undefined {
  const attempt = attemptOfSortKey(needed(textOf(item, attribute.sort), attribute.sort))
  return attempt && readResultItem({ jobId, agent, ...attempt }, item)
}

function oldestFirst(a: AttemptResult, b: AttemptResult): number {
  const byText = a.stepId < b.stepId ? -1 : a.stepId > b.stepId ? 1 : 0
  return a.startedAt - b.startedAt || a.epoch - b.epoch || a.attempt - b.attempt || byText
}
