import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'
import { OpenWorkflow } from 'openworkflow'
import { BackendSqlite } from 'openworkflow/sqlite'
import { checkLast, jobIdOf, resultOf, type StepResult } from '../engine/step-result.ts'
import type { Recorded, System } from '../engine/system.ts'

/** As many runs at once as the load has jobs in flight. */
const concurrency = 64

/**
 * OpenWorkflow on its SQLite backend, in this process, client and worker. Its own wait for a result looks once a second;
 * here the status is looked up each millisecond instead, which favours it.
 */
export async function openOpenWorkflow(directory: string): Promise<System> {
  const file = join(directory, 'openworkflow.db')
  const backend = BackendSqlite.connect(file)
  const client = new OpenWorkflow({ backend })
  const workflow = client.defineWorkflow({ name: 'five-steps' }, async ({ input, step }) => {
    const { jobId } = input as { jobId: string }
    const run = async (name: string, given: readonly string[]): Promise<string> => {
      await step.run({ name }, async () => ({ ...resultOf(jobId, given) }))
      return name
    }
    const start = await run('start', [])
    const beside = await Promise.all(['left', 'middle', 'right'].map((name) => run(name, [start])))
    return await step.run({ name: 'finish' }, async () => ({ ...resultOf(jobId, beside) }))
  })
  const worker = client.newWorker({ concurrency })
  await worker.start()
  return {
    dataDirectory: directory,
    durable: `SQLite in WAL mode, synchronous=${synchronousOf(file)} (2 is FULL): each change a transaction of its own`,
    async runJob(index) {
      const jobId = jobIdOf(index)
      const { workflowRun } = await workflow.run({ jobId })
      for (;;) {
        const run = await backend.getWorkflowRun({ workflowRunId: workflowRun.id })
        if (run?.status === 'failed') throw new Error(`job ${jobId} failed: ${JSON.stringify(run.error)}`)
        if (run?.status === 'completed') return checkLast(jobId, run.output as unknown as StepResult)
        await sleep(1)
      }
    },
    fsyncs: async () => undefined,
    async close() {
      await worker.stop()
      await backend.stop()
      return recordedIn(file)
    },
  }
}

/** What a connection that was opened as the backend opens its own has: the backend changes no such setting. */
function synchronousOf(file: string): unknown {
  const database = new DatabaseSync(file)
  const value = database.prepare('PRAGMA synchronous').get()?.synchronous
  database.close()
  return value
}

function recordedIn(file: string): Recorded {
  const database = new DatabaseSync(file, { readOnly: true })
  const count = (from: string) => Number(database.prepare(`SELECT count(*) AS count FROM ${from}`).get()?.count)
  const recorded = {
    completedJobs: count(`workflow_runs WHERE status = 'completed'`),
    stepResults: count(`step_attempts WHERE status = 'completed' AND output IS NOT NULL`),
  }
  database.close()
  return recorded
}
