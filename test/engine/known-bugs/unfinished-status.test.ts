import { describe, expect, it } from 'vitest'
import type { Job } from '../../../src/core/job.ts'
import { isTerminal } from '../../../src/core/status.ts'
import { handleFacts } from '../../../src/engine/handle-facts.ts'
import { sweep } from '../../../src/engine/sweep.ts'
import { aDefinition } from '../../planner/a-plan.ts'
import { TestPlatform } from '../test-platform.ts'

/** The planner that takes in the last result dies in the very moment its save is durable; no message is left. */
async function diesWithItsLastSave(platform: TestPlatform): Promise<Job> {
  await platform.submit()
  await platform.plan()
  await platform.run()
  const { saveJob } = platform.ports.store
  platform.ports.store.saveJob = async (job) => {
    await saveJob(job)
    throw new Error('the process ends here')
  }
  const facts = platform.facts.splice(0).map(({ fact }) => fact)
  await expect(handleFacts(platform.ports, 'job1', facts)).rejects.toThrow('the process ends here')
  platform.ports.store.saveJob = saveJob
  return await platform.job()
}

describe('known bug: a job’s status that is derived elsewhere, and never becomes final', () => {
  it('the job ends in the same save as its last step', async () => {
    const job = await diesWithItsLastSave(new TestPlatform(aDefinition([{ run: '(a | b)' }])))
    expect(job).toMatchObject({ status: 'completed', finishedAt: 1_000_000 })
    expect(job.wakeAt).toBeUndefined()
  })

  it('without that: every step has ended, the job runs on, and no sweep finds it', async () => {
    const platform = new TestPlatform(aDefinition([{ run: '(a | b)' }]))
    const { saveJob } = platform.ports.store
    // What a planner saves that leaves the status to somebody else.
    platform.ports.store.saveJob = async (job) =>
      await saveJob(isTerminal(job.status) ? { ...job, status: 'running' } : job)
    const job = await diesWithItsLastSave(platform)
    expect(job.steps.every(({ status }) => status === 'completed')).toBe(true)
    platform.now += 24 * 3_600_000
    expect(await sweep(platform.ports)).toBe(0)
    expect((await platform.job()).status).toBe('running')
  })
})
