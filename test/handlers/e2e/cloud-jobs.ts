import { setTimeout as sleep } from 'node:timers/promises'
import type { Job } from '../../../src/api/contract.ts'
import { isTerminal } from '../../../src/core/status.ts'
import type { LocalCloud } from '../../cloud/local-cloud.ts'

/** Puts a job in through the API, and asks again with the same key until it was accepted; answers its id. */
export async function submitted(cloud: LocalCloud, submission: object, key: string): Promise<string> {
  for (;;) {
    const content = { body: submission, headers: { 'idempotency-key': key } }
    const { status, body } = await cloud.request('POST', '/v1/jobs', content)
    if (status === 200 || status === 202) return (body as Job).jobId
    if (status < 500) throw new Error(`the API answers ${status}: ${JSON.stringify(body)}`)
  }
}

/** The job, once it has ended. The test's timeout bounds the patience. */
export async function ended(cloud: LocalCloud, jobId: string): Promise<Job> {
  for (;;) {
    const { status, body } = await cloud.request('GET', `/v1/jobs/${jobId}?results=true`)
    if (status === 200 && isTerminal((body as Job).status)) return body as Job
    await sleep(200)
  }
}

/** Asks again until it is so; the test's timeout bounds the patience. */
export async function happened(ask: () => Promise<boolean>): Promise<void> {
  while (!(await ask())) await sleep(50)
}

export function statuses({ steps }: Job): string[] {
  return steps.map(({ stepId, status }) => `${stepId} ${status}`)
}
