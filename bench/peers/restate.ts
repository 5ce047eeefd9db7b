import { once } from 'node:events'
import { createServer } from 'node:http2'
import { createRequire } from 'node:module'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { type Context, createEndpointHandler, RestatePromise, service } from '@restatedev/restate-sdk'
import { connect, Opts } from '@restatedev/restate-sdk-clients'
import { checkLast, jobIdOf, resultOf } from '../engine/step-result.ts'
import type { System } from '../engine/system.ts'
import { freePorts, startLocalServer } from './local-server.ts'

const fiveSteps = service({
  name: 'fiveSteps',
  handlers: {
    async run(context: Context, jobId: string) {
      await context.run('start', () => resultOf(jobId, []))
      const beside = ['left', 'middle', 'right']
      // A promise that wraps Restate's own would make it suspend and replay the job at each step, many times as slow.
      await RestatePromise.all(beside.map((name) => context.run(name, () => resultOf(jobId, ['start']))))
      return await context.run('finish', () => resultOf(jobId, beside))
    },
  },
  options: { journalRetention: { days: 1 }, idempotencyRetention: { days: 1 } },
})

/**
 * Restate's server as one node with its log on this disk, which is fsynced; the service in this process, over HTTP/2; jobs
 * over its HTTP ingress, each under a key of its own, so that its result can be asked for again. One partition instead of
 * 24, because 24 take two cores half as much processor time again.
 */
export async function openRestate(directory: string): Promise<System> {
  const sessions = createServer(createEndpointHandler({ services: [fiveSteps], logger: () => undefined })).listen(
    0,
    '127.0.0.1',
  )
  await once(sessions, 'listening')
  const [ingress = 0, admin = 0, node = 0] = await freePorts(3)
  const server = await startLocalServer(
    {
      file: createRequire(import.meta.url).resolve(
        `@restatedev/restate-server-${process.platform}-${process.arch}/bin/restate-server`,
      ),
      args: ['--no-logo', '--base-dir', join(directory, 'restate')],
      options: { cwd: directory, env: settings({ ingress, admin, node }) },
    },
    () => answers(`http://127.0.0.1:${ingress}/restate/health`),
  )
  const adminUrl = `http://127.0.0.1:${admin}`
  await post(`${adminUrl}/deployments`, { uri: `http://127.0.0.1:${(sessions.address() as AddressInfo).port}` })
  const client = connect({ url: `http://127.0.0.1:${ingress}` }).serviceClient<typeof fiveSteps>({ name: 'fiveSteps' })
  return {
    dataDirectory: directory,
    durable: 'its replicated log with one replica, WAL fsynced (the server’s default), batches across jobs',
    servers: [server.pid],
    async runJob(index) {
      const jobId = jobIdOf(index)
      checkLast(jobId, await client.run(jobId, Opts.from({ idempotencyKey: jobId })))
    },
    fsyncs: async () => undefined,
    async close() {
      const count = async (from: string) => await queryCount(adminUrl, `SELECT count(*) AS n FROM ${from}`)
      const recorded = {
        completedJobs: await count(`sys_invocation WHERE status = 'completed' AND completion_result = 'success'`),
        stepResults: await count(`sys_journal WHERE entry_type = 'Notification: Run'`),
      }
      await server.stop('SIGTERM')
      sessions.close()
      return recorded
    },
  }
}

function settings({ ingress, admin, node }: Record<'ingress' | 'admin' | 'node', number>) {
  return {
    DO_NOT_TRACK: '1',
    RESTATE_DISABLE_TELEMETRY: 'true',
    RESTATE_LISTEN_MODE: 'tcp',
    RESTATE_BIND_IP: '127.0.0.1',
    RESTATE_BIND_PORT: String(node),
    RESTATE_ADVERTISED_HOST: '127.0.0.1',
    RESTATE_INGRESS__BIND_PORT: String(ingress),
    RESTATE_ADMIN__BIND_PORT: String(admin),
    RESTATE_DEFAULT_NUM_PARTITIONS: '1',
    RESTATE_LOG_FILTER: 'error',
  }
}

async function answers(url: string): Promise<boolean> {
  return await fetch(url).then(
    ({ ok }) => ok,
    () => false,
  )
}

async function post(url: string, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  const answer = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`)
  return JSON.parse(text)
}

async function queryCount(adminUrl: string, query: string): Promise<number> {
  const { rows } = (await post(`${adminUrl}/query`, { query })) as { rows: readonly { readonly n: number }[] }
  return rows[0]?.n ?? 0
}
