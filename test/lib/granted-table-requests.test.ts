import { describe, expect, it } from 'vitest'
import { createAttemptMarks } from '../../src/adapters/aws/attempt-marks.ts'
import { createDynamoAnswers } from '../../src/adapters/aws/dynamodb-answers.ts'
import { createDynamoJobStore } from '../../src/adapters/aws/dynamodb-job-store.ts'
import { createDynamoMemoryStore } from '../../src/adapters/aws/dynamodb-memory-store.ts'
import { createResultTable } from '../../src/adapters/aws/dynamodb-result-table.ts'
import type { TableAccess } from '../../src/adapters/aws/table-requests.ts'
import { jobMemory } from '../../src/core/memory.ts'
import { aClaim, aDefinition, aJob, anAttempt, aResult, builtAt } from '../builders.ts'
import { silentLog } from '../workbench.ts'
import { table } from './deeds-with-data.ts'
import { isAllowed } from './iam-policy.ts'
import { statementsOf, type Who } from './role-holders.ts'
import { requestsOf } from './table-requests.ts'

const store = (access: TableAccess) => createDynamoJobStore({ ...access, log: silentLog, retentionDays: 90 })
const results = (access: TableAccess) => createResultTable({ ...access, retentionDays: 90 })
const marks = (access: TableAccess) => createAttemptMarks({ ...access, retentionDays: 90 })
const large = aJob({ input: { json: 'x'.repeat(2_000), bytes: 2_002 } })

const { loadJob, saveJob, loadResults, loadDefinition, requestAbort, ...others } = {
  createJob: (access: TableAccess) => store(access).createJob(large),
  loadJob: (access: TableAccess) => store(access).loadJob('job1'),
  saveJob: (access: TableAccess) => store(access).saveJob(aJob({ version: 2, wakeAt: builtAt })),
  listJobs: (access: TableAccess) => store(access).listJobs({ tenant: 'default', status: 'failed', limit: 5 }),
  listDueJobs: (access: TableAccess) => store(access).listDueJobs(0, 1),
  loadResults: (access: TableAccess) => store(access).loadResults([anAttempt()]),
  listResults: (access: TableAccess) => store(access).listResults('job1', ['cleaner']),
  putDefinition: (access: TableAccess) => store(access).putDefinition(aDefinition()),
  loadDefinition: (access: TableAccess) => store(access).loadDefinition('1'),
  requestAbort: (access: TableAccess) => marks(access).requestAbort(anAttempt()),
  heartbeat: (access: TableAccess) => marks(access).heartbeat(anAttempt()),
  claimResult: (access: TableAccess) => results(access).claimResult(aClaim()),
  recordResult: (access: TableAccess) =>
    results(access).recordResult({
      ...aClaim(),
      outcome: { status: 'completed', output: aResult().output ?? { json: 1, bytes: 1 } },
      finishedAt: builtAt,
    }),
}
const findAnswer = (access: TableAccess) => createDynamoAnswers(access).get('pricer#1')
const keepAnswer = (access: TableAccess) =>
  createDynamoAnswers(access).put('pricer#1', { text: 'x', expiresAt: builtAt })
const entry = { id: 'a', text: 'x', labels: {}, at: builtAt }
const remember = (scope: string) => (access: TableAccess) =>
  createDynamoMemoryStore(access).remember({ tenant: 'local', scope }, entry)
const recall = (scope: string) => (access: TableAccess) =>
  createDynamoMemoryStore(access).recall({ tenant: 'local', scope }, { limit: 1, floor: 0, at: builtAt })
const { createJob, listJobs, listDueJobs, listResults, putDefinition, heartbeat, claimResult, recordResult } = others
const decides = { loadJob, saveJob, loadResults, loadDefinition, requestAbort }

/** What each Lambda asks of the table, by the way that the code goes. */
const asks: Readonly<Partial<Record<Who, Readonly<Record<string, (access: TableAccess) => Promise<unknown>>>>>> = {
  api: { createJob, loadJob, saveJob, listJobs, loadResults, listResults, putDefinition, loadDefinition },
  planner: decides,
  'dead-letters': decides,
  sweeper: { listDueJobs },
  events: { loadJob },
  cleaner: { claimResult, recordResult, heartbeat },
  pricer: { findAnswer, keepAnswer },
  reader: { remember: remember('reader'), recall: recall('reader'), rememberOfJob: remember(jobMemory('job1')) },
  writer: { remember: remember('reader'), recallOfJob: recall(jobMemory('job1')) },
}
const rows = Object.entries(asks).flatMap(([who, operations]) =>
  Object.entries(operations).map(([name, act]) => [who as Who, name, act] as const),
)

describe('what a Lambda asks of the job table', () => {
  it.each(rows)('%s may: %s', async (who, _, act) => {
    const requests = await requestsOf(table, act)
    expect(requests).not.toEqual([])
    expect(requests.filter((request) => !isAllowed(statementsOf(who), request))).toEqual([])
  })

  it('is more than another agent may', async () => {
    const requests = await requestsOf(table, claimResult)
    expect(requests.some((request) => isAllowed(statementsOf('pricer'), request))).toBe(false)
  })
})
