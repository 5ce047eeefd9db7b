import { describe, expect, it } from 'vitest'
import { cancelJob, pauseJob, rerunEndedJob, resumeJob } from '../../src/engine/change-job.ts'
import { loadOutputs } from '../../src/engine/outputs.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { failure, TestPlatform } from './test-platform.ts'

const diamond = aDefinition([{ run: 'a -> (b | c | d) -> e' }])
const who = { jobId: 'job1', tenant: 'local' }

describe('what people do to a job', () => {
  it('cancel is visible in the next read, and ends the job with the next plan', async () => {
    const platform = new TestPlatform(diamond)
    await platform.submit()
    await platform.plan()
    await cancelJob(platform.ports, who)
    expect((await platform.job()).cancelRequestedAt).toBe(platform.now)
    await platform.plan()
    expect(await platform.job()).toMatchObject({ status: 'cancelled' })
    expect(platform.aborted).toEqual(['a#1'])
  })

  it('cancel, pause and resume of an ended job are refused', async () => {
    const platform = new TestPlatform(diamond)
    await platform.submit()
    await platform.finish()
    for (const act of [cancelJob, pauseJob, resumeJob]) {
      await expect(act(platform.ports, who)).rejects.toMatchObject({ code: 'JOB_TERMINAL' })
    }
  })

  it('a job of another tenant is not found, word for word as one that does not exist', async () => {
    const platform = new TestPlatform(diamond)
    await platform.submit()
    const foreign = await cancelJob(platform.ports, { jobId: 'job1', tenant: 'other' }).catch((error: Error) => error)
    expect(foreign).toMatchObject({ code: 'JOB_NOT_FOUND', message: 'Job job1 does not exist' })
  })

  it('of two reruns at once one wins, and the other finds the job running', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]), { a: () => failure('BAD', 'bad', false) })
    await platform.submit()
    await platform.finish()
    const both = await Promise.allSettled([rerunEndedJob(platform.ports, who), rerunEndedJob(platform.ports, who)])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(both.find(({ status }) => status === 'rejected')).toMatchObject({ reason: { code: 'JOB_NOT_TERMINAL' } })
  })

  it('a rerun keeps good results and hands them to the steps it repeats', async () => {
    let broken = true
    const platform = new TestPlatform(aDefinition([{ run: 'a -> b' }]), {
      a: () => ({ rows: 3 }),
      b: ({ results }) => (broken ? failure('BAD', 'bad', false) : { saw: results.a ?? null }),
    })
    await platform.submit()
    await platform.finish()
    broken = false
    await rerunEndedJob(platform.ports, who)
    const job = await platform.finish()
    expect(platform.executed).toEqual(['a#1', 'b#1', 'b#1'])
    expect((await loadOutputs(platform.ports, job, job.steps)).get('b')).toEqual({ saw: { rows: 3 } })
  })
})
