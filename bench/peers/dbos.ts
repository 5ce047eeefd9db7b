import { DBOS } from '@dbos-inc/dbos-sdk'
import { Client } from 'pg'
import { checkLast, jobIdOf, resultOf } from '../engine/step-result.ts'
import type { Recorded, System } from '../engine/system.ts'
import { startPostgres } from './postgres.ts'

/**
 * DBOS in this process on a PostgreSQL of its own. A handle in the process that runs the workflow waits for it without
 * asking the database. Twice its usual 10 connections, because 64 jobs share them.
 */
export async function openDbos(directory: string): Promise<System> {
  const postgres = await startPostgres(directory)
  DBOS.setConfig({
    name: 'five-steps',
    systemDatabaseUrl: postgres.url,
    systemDatabasePoolSize: 20,
    logLevel: 'error',
    enableOTLP: false,
    tracingEnabled: false,
  })
  const fiveSteps = DBOS.registerWorkflow(runFiveSteps, { name: 'five-steps' })
  await DBOS.launch()
  const client = new Client(postgres.url)
  await client.connect()
  const firstOf = async (sql: string) => String(Object.values((await client.query(sql)).rows[0] ?? {})[0])
  return {
    dataDirectory: directory,
    durable: `PostgreSQL, fsync=${await firstOf('SHOW fsync')}, synchronous_commit=${await firstOf('SHOW synchronous_commit')}: each change a transaction of its own`,
    servers: [postgres.pid],
    async runJob(index) {
      const jobId = jobIdOf(index)
      const handle = await DBOS.startWorkflow(fiveSteps, { workflowID: jobId })(jobId)
      checkLast(jobId, await handle.getResult())
      const status = await handle.getStatus()
      if (status?.status !== 'SUCCESS') throw new Error(`job ${jobId} is ${status?.status}`)
    },
    fsyncs: async () => Number(await firstOf(`SELECT sum(fsyncs) FROM pg_stat_io WHERE object = 'wal'`)),
    async close() {
      const recorded = await recordedBy(firstOf)
      await client.end()
      await DBOS.shutdown()
      await postgres.stop('SIGINT')
      return recorded
    },
  }
}

async function runFiveSteps(jobId: string) {
  const run = async (name: string, given: readonly string[]): Promise<string> => {
    await DBOS.runStep(async () => resultOf(jobId, given), { name })
    return name
  }
  const start = await run('start', [])
  const beside = await Promise.all(['left', 'middle', 'right'].map((name) => run(name, [start])))
  return await DBOS.runStep(async () => resultOf(jobId, beside), { name: 'finish' })
}

async function recordedBy(firstOf: (sql: string) => Promise<string>): Promise<Recorded> {
  return {
    completedJobs: Number(await firstOf(`SELECT count(*) FROM dbos.workflow_status WHERE status = 'SUCCESS'`)),
    stepResults: Number(await firstOf('SELECT count(*) FROM dbos.operation_outputs WHERE output IS NOT NULL')),
  }
}
