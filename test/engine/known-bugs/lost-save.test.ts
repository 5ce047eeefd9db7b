import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../src/core/fact.ts'
import { cancelJob } from '../../../src/engine/change-job.ts'
import { handleFacts } from '../../../src/engine/handle-facts.ts'
import { type Guard, weakened } from '../../../src/testing/simulation/guards.ts'
import { aDefinition } from '../../planner/a-plan.ts'
import { TestPlatform } from '../test-platform.ts'
import { type HeldCall, holdNext } from './hold-call.ts'

const join = aDefinition([{ run: '(a | b | c) -> d' }])
const wake: Fact = { kind: 'wake', jobId: 'job1' }

/** A job whose first steps have all recorded their results; their news lies in the queue. */
async function atTheJoin(...without: Guard[]): Promise<{ platform: TestPlatform; news: Fact[] }> {
  const platform = new TestPlatform(join)
  const { ports } = platform
  Object.assign(ports, { store: { ...weakened(ports.store, without, () => platform.now) } })
  await platform.submit()
  await platform.plan()
  await platform.run()
  return { platform, news: platform.facts.splice(0).map(({ fact }) => fact) }
}

/** One planner takes each piece of news; all have decided before the first saves. */
async function planTogether({ ports }: TestPlatform, news: readonly Fact[]): Promise<void> {
  const planners: { save: HeldCall; handled: Promise<void> }[] = []
  for (const fact of news) {
    const save = holdNext(ports.store, 'saveJob')
    const handled = handleFacts(ports, 'job1', [fact])
    await save.made
    planners.push({ save, handled })
  }
  for (const { save, handled } of planners) {
    save.go()
    await handled
  }
}

describe('known bug: a lock miss that returned, and stalled every join', () => {
  it('a planner whose save is lost to a sibling’s loads again, so that the join is decided', async () => {
    const { platform, news } = await atTheJoin()
    await planTogether(platform, news)
    expect(platform.calls.map(({ stepId }) => stepId)).toEqual(['d'])
    expect((await platform.finish()).status).toBe('completed')
  })

  it('without that: the news is done with, and the join waits', async () => {
    const { platform, news } = await atTheJoin()
    const { saveJob } = platform.ports.store
    // What a planner sees that takes a miss for a save.
    platform.ports.store.saveJob = async (job) => (await saveJob(job)) || true
    await planTogether(platform, news)
    expect((await platform.job()).steps.map(({ status }) => status)).toEqual([
      'completed',
      'running',
      'running',
      'pending',
    ])
    expect([platform.calls, platform.facts]).toEqual([[], []])
  })
})

describe('known bug: a whole-snapshot write that erased a sibling’s result', () => {
  it('each result stays, whoever saves last', async () => {
    const { platform, news } = await atTheJoin()
    await planTogether(platform, news)
    const { steps } = await platform.job()
    expect(steps.map(({ stepId, result }) => result?.agent ?? stepId)).toEqual(['a', 'b', 'c', 'd'])
    expect(steps.slice(0, 3).every(({ result }) => result !== undefined)).toBe(true)
  })

  it('without the version check: the last snapshot has one result of three', async () => {
    const { platform, news } = await atTheJoin('versionCheck')
    await planTogether(platform, news)
    expect((await platform.job()).steps.filter(({ result }) => result !== undefined).length).toBe(1)
  })
})

describe('known bug: deciding on a state read before ownership', () => {
  it('a planner that stood still after its load starts nothing in a job that was cancelled meanwhile', async () => {
    const platform = await cancelledWhileItStood()
    expect((await platform.job()).status).toBe('cancelled')
    expect(platform.calls).toEqual([])
  })

  it('without the version check: the job is brought back to life, and its step runs', async () => {
    const platform = await cancelledWhileItStood('versionCheck')
    expect((await platform.job()).status).toBe('running')
    expect(platform.calls.map(({ stepId }) => stepId)).toEqual(['d'])
  })
})

async function cancelledWhileItStood(...without: Guard[]): Promise<TestPlatform> {
  const { platform } = await atTheJoin(...without)
  const { ports } = platform
  const save = holdNext(ports.store, 'saveJob')
  const slow = handleFacts(ports, 'job1', [wake])
  await save.made
  await cancelJob(ports, { jobId: 'job1', tenant: 'local' })
  await handleFacts(ports, 'job1', [wake])
  save.go()
  await slow
  return platform
}
