import { resolve } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Job } from '../../../src/api/contract.ts'
import type { JsonObject } from '../../../src/core/json.ts'
import { type Runtime, startRuntime } from '../../../src/dev/runtime.ts'
import { readJson } from '../../agents/shipped.ts'
import { type LocalCloud, startLocalCloud } from '../../cloud/local-cloud.ts'
import { silentLog, temporaryDirectory } from '../../workbench.ts'
import { ended, statuses, submitted } from './cloud-jobs.ts'

const input = readJson('examples/sales.json') as JsonObject
const data = await temporaryDirectory()
let cloud: LocalCloud
let laptop: Runtime

beforeAll(async () => {
  // One after the other, so that whatever has started is closed even if the next does not start.
  cloud = await startLocalCloud({ folder: resolve('.'), light: true })
  laptop = await startRuntime({
    file: resolve('agents.yaml'),
    dataDirectory: data.path,
    port: 0,
    env: {},
    log: silentLog,
  })
}, 60_000)

afterAll(async () => {
  await cloud?.close()
  await laptop?.close()
  await data.remove()
})

describe('the shipped system, as it would be deployed', () => {
  it('completes, and answers what the laptop answers', { timeout: 60_000 }, async () => {
    const [onAws, here] = await Promise.all([
      submitted(cloud, { input }, 'sales').then((id) => ended(cloud, id)),
      onLaptop(),
    ])
    expect(statuses(onAws)).toEqual(statuses(here))
    expect(onAws.status).toBe('completed')
    expect(onAws.result).toEqual(here.result)
  })
})

async function onLaptop(): Promise<Job> {
  const headers = { 'content-type': 'application/json' }
  const answer = await fetch(`${laptop.url}/v1/jobs`, { method: 'POST', headers, body: JSON.stringify({ input }) })
  const { jobId } = (await answer.json()) as Job
  for (;;) {
    const job = (await (await fetch(`${laptop.url}/v1/jobs/${jobId}?wait=20&results=true`)).json()) as Job
    if (job.status === 'completed' || job.status === 'failed') return job
  }
}
