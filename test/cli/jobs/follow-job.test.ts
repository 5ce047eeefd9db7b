import { describe, expect, test } from 'vitest'
import type { Job, JobEvent } from '../../../src/api/contract.ts'
import { createApiClient } from '../../../src/cli/jobs/api-client.ts'
import type { Silence } from '../../../src/cli/jobs/ask-patiently.ts'
import { followJob, type JobNews } from '../../../src/cli/jobs/follow-job.ts'
import { type ScriptedAnswer, serveScript } from './scripted-server.ts'
import { aWireEvent, aWireJob, aWireStep } from './wire-builders.ts'

interface Followed {
  readonly news: JobNews[]
  readonly silences: (Silence | undefined)[]
  readonly pauses: number[]
  readonly requests: readonly string[]
  readonly thrown?: unknown
}

interface Script {
  job(etag: string | undefined): ScriptedAnswer | undefined
  events?(since: string | null): readonly JobEvent[]
  readonly patienceMs?: number
}

/** Follows against a real server; pauses are noted, not slept. */
async function follow({ job, events, patienceMs }: Script): Promise<Followed> {
  await using server = await serveScript(({ url = '', headers }) => {
    const { pathname, searchParams } = new URL(url, 'http://x')
    if (!pathname.endsWith('/events')) return job(headers['if-none-match'])
    const since = searchParams.get('since')
    return { body: { events: events?.(since) ?? [], next: `${Number(since ?? 0) + 1}` } }
  })
  const news: JobNews[] = []
  const silences: (Silence | undefined)[] = []
  const pauses: number[] = []
  const following = followJob({
    client: createApiClient(server.url),
    jobId: 'job1',
    signal: new AbortController().signal,
    withEvents: events !== undefined,
    onSilence: (silence) => void silences.push(silence),
    sleep: async (ms) => void pauses.push(ms),
    ...(patienceMs === undefined ? {} : { patienceMs }),
  })
  try {
    for await (const piece of following) news.push(piece)
  } catch (thrown) {
    return { news, silences, pauses, requests: server.requests, thrown }
  }
  return { news, silences, pauses, requests: server.requests }
}

function answer(job: Job): ScriptedAnswer {
  return { body: job, headers: { etag: `"${job.version}"` } }
}

const running = aWireJob({ version: 2, steps: [aWireStep({ stepId: 'a', status: 'running' })] })
const completed = aWireJob({ version: 3, status: 'completed' })

describe('following a job', () => {
  test('ends with the news of its end', async () => {
    const versions = [running, running, completed]
    const { news } = await follow({ job: () => answer(versions.shift() ?? completed) })
    expect(news.at(-1)?.job.status).toBe('completed')
  })

  test('asks for changes only, and for the progress of what runs', async () => {
    let asked = 0
    const { requests } = await follow({
      job: (etag) => {
        asked += 1
        if (asked > 4) return answer(completed)
        return etag === undefined ? answer(running) : { status: 304 }
      },
    })
    expect(requests).toEqual([
      'GET /v1/jobs/job1',
      'GET /v1/jobs/job1',
      'GET /v1/jobs/job1?wait=1',
      'GET /v1/jobs/job1',
      'GET /v1/jobs/job1?wait=1',
    ])
  })

  test('tells every event once, also those that come with the end', async () => {
    const events: Record<string, readonly JobEvent[]> = {
      null: [aWireEvent({ eventType: 'job.submitted' })],
      1: [],
      2: [aWireEvent({ eventType: 'job.completed' })],
    }
    const versions = [running, running]
    const { news } = await follow({
      job: () => answer(versions.shift() ?? completed),
      events: (since) => events[`${since}`] ?? [],
    })
    expect(news.flatMap((piece) => piece.events.map(({ eventType }) => eventType))).toEqual([
      'job.submitted',
      'job.completed',
    ])
  })

  test('reads the job again for a failure, so that its message is known, and still tells what came after', async () => {
    const error = { code: 'BAD', message: 'no rows' }
    const failed = aWireJob({ version: 3, status: 'failed', error })
    const versions = [running]
    const events: Record<string, readonly JobEvent[]> = {
      null: [aWireEvent({ eventType: 'step.failed', stepId: 'a', code: 'BAD' })],
      1: [aWireEvent({ eventType: 'job.failed', code: 'BAD' })],
    }
    const { news } = await follow({
      job: () => answer(versions.shift() ?? failed),
      events: (since) => events[`${since}`] ?? [],
    })
    expect(news[0]).toMatchObject({ job: { error }, events: [{ eventType: 'step.failed' }] })
    expect(news[1]).toMatchObject({ events: [{ eventType: 'job.failed' }] })
  })

  test('outlives a restart of the runtime, with growing pauses, and says so', async () => {
    let asked = 0
    const { news, silences, pauses } = await follow({
      job: () => {
        asked += 1
        if (asked === 1) return answer(running)
        return asked < 9 ? undefined : answer(completed)
      },
    })
    expect(news.at(-1)?.job.status).toBe('completed')
    expect(pauses).toEqual([250, 500, 1_000, 2_000, 4_000, 5_000, 5_000])
    expect(silences[0]).toMatchObject({ pauseMs: 250, message: expect.stringContaining('No runtime answers') })
    expect(silences.at(-1)).toBeUndefined()
  })

  test('gives up when its patience is over', async () => {
    let asked = 0
    const { thrown, pauses } = await follow({
      job: () => {
        asked += 1
        return asked === 1 ? answer(running) : undefined
      },
      patienceMs: 1_000,
    })
    expect(thrown).toMatchObject({ code: 'CLI_NO_RUNTIME' })
    expect(pauses).toEqual([250, 500, 1_000])
  })

  test('does not wait for a runtime that was never there, or for a job that does not exist', async () => {
    expect(await follow({ job: () => undefined })).toMatchObject({ thrown: { code: 'CLI_NO_RUNTIME' }, pauses: [] })
    const error = { code: 'JOB_NOT_FOUND', message: 'Job job1 does not exist' }
    const unknown = await follow({ job: () => ({ status: 404, body: { error } }) })
    expect(unknown).toMatchObject({ thrown: { shown: error }, pauses: [] })
  })
})
