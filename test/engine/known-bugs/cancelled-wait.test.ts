import { describe, expect, it } from 'vitest'
import { cancelJob } from '../../../src/engine/change-job.ts'
import { sweep } from '../../../src/engine/sweep.ts'
import { aDefinition } from '../../planner/a-plan.ts'
import { TestPlatform } from '../test-platform.ts'

const week = 7 * 24 * 3_600_000
const who = { jobId: 'job1', tenant: 'local' }

/** A job that waits for a week beside a step that was started and has not begun; the hint of its cancel is lost. */
async function cancelledWhileWaiting(platform: TestPlatform): Promise<TestPlatform> {
  await platform.submit()
  await platform.plan()
  // From the minute of the submit on, the job is to be looked at when something of it is due.
  platform.now += 60_000
  await sweep(platform.ports)
  await platform.plan()
  await cancelJob(platform.ports, who)
  platform.facts.length = 0
  if ((await sweep(platform.ports)) > 0) await platform.plan()
  return platform
}

const waiting = aDefinition([{ run: '(wait(604800s) | a) -> b' }])

describe('known bug: a cancel that did not reach a waiting step', () => {
  it('ends the wait and the job with the next sweep at the latest, and asks what was started to stop', async () => {
    const platform = await cancelledWhileWaiting(new TestPlatform(waiting))
    const { status, steps } = await platform.job()
    expect(status).toBe('cancelled')
    expect(steps.map((step) => `${step.stepId}:${step.status}`)).toEqual(['wait:skipped', 'a:cancelled', 'b:skipped'])
    expect(steps.map(({ cause }) => cause?.kind)).toEqual(['jobCancelled', 'jobCancelled', 'jobCancelled'])
    expect(platform.aborted).toEqual(['a#1'])
  })

  it('is the last word: the end of the wait and the late start change nothing', async () => {
    const platform = await cancelledWhileWaiting(new TestPlatform(waiting))
    const cancelled = await platform.job()
    await platform.run()
    platform.now += week
    await platform.plan()
    expect(await platform.job()).toEqual(cancelled)
  })

  it('without the wakeAt that the cancel sets: nobody looks until the wait is over', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'wait(604800s) -> b' }]))
    const { saveJob, loadJob } = platform.ports.store
    platform.ports.store.saveJob = async (job) => {
      const before = await loadJob(job.jobId)
      const isMark = job.cancelRequestedAt !== before?.cancelRequestedAt && before?.wakeAt !== undefined
      return await saveJob(isMark && job.status === before.status ? { ...job, wakeAt: before.wakeAt } : job)
    }
    await cancelledWhileWaiting(platform)
    platform.now += 24 * 3_600_000
    expect(await sweep(platform.ports)).toBe(0)
    expect((await platform.job()).status).toBe('waiting')
  })
})
