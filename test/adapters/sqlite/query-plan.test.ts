import { describe, expect, it, onTestFinished } from 'vitest'
import { jobListSql } from '../../../src/adapters/sqlite/job-list.ts'
import { dueJobsSql } from '../../../src/adapters/sqlite/job-rows.ts'
import { openDatabase } from '../../../src/adapters/sqlite/open-database.ts'
import { attemptsOfJobSql } from '../../../src/adapters/sqlite/result-rows.ts'
import { encodeJobCursor } from '../../../src/core/job-cursor.ts'
import type { JobQuery } from '../../../src/ports/job-store.ts'
import { testDirectory } from './opened-store.ts'

const cursor = encodeJobCursor({ createdAt: 5, jobId: 'a' })
const label = { name: 'team', value: 'sales' }
const filters: Record<string, readonly [index: RegExp, query: Partial<JobQuery>]> = {
  'no filter': [/ jobs_newest \(tenant=\?/, {}],
  status: [/ jobs_by_status \(tenant=\? AND status=\?/, { status: 'running' }],
  workflow: [/ jobs_by_workflow \(tenant=\? AND workflow=\?/, { workflow: 'nightly' }],
  'status and workflow': [
    / jobs_by_both \(tenant=\? AND workflow=\? AND status=\?/,
    { status: 'running', workflow: 'nightly' },
  ],
  label: [/ labels .* \(tenant=\? AND name=\? AND value=\?/, { label }],
  'label and status': [/ labels .* \(tenant=\? AND name=\? AND value=\?/, { label, status: 'running' }],
  'everything at once': [/ labels .*\(tenant=\?/, { label, status: 'running', workflow: 'nightly', since: 3 }],
  'a later page': [/ jobs_newest \(tenant=\?/, { cursor }],
  'a later page of a status': [/ jobs_by_status \(tenant=\? AND status=\?/, { status: 'running', cursor }],
  'a later page of a label since an instant': [/ labels .*\(tenant=\?/, { label, since: 3, cursor }],
}

describe('the plan SQLite makes', () => {
  it.each(Object.entries(filters))(
    'walks an index without sorting to list jobs by %s',
    async (_name, [index, query]) => {
      const { sql } = jobListSql({ tenant: 'default', limit: 10, ...query })
      const plan = await planOf(sql)
      expect(plan).not.toMatch(/SCAN|TEMP B-TREE/)
      expect(plan).toMatch(index)
      expect(plan).toMatch(/ AND .*created_at[<>]/)
    },
  )

  it("looks a job's attempts up, and sorts no more than those", async () => {
    const plan = await planOf(attemptsOfJobSql)
    expect(plan).toMatch(/SEARCH claims USING PRIMARY KEY \(job_id=\? AND agent=\?\)/)
    expect(plan).toMatch(/SEARCH results USING INDEX sqlite_autoindex_results_1 \(job_id=\? AND agent=\?\)/)
  })

  it('walks the index of due jobs', async () => {
    expect(await planOf(dueJobsSql)).toBe('SEARCH jobs USING COVERING INDEX jobs_due (wake_at<?)')
  })
})

async function planOf(sql: string): Promise<string> {
  const database = openDatabase(await testDirectory())
  onTestFinished(() => database.close())
  const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all()
  return steps.map(({ detail }) => detail).join('\n')
}
