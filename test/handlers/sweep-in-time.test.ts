import { describe, expect, it } from 'vitest'
import { sweepInTime } from '../../src/handlers/sweep-in-time.ts'
import { TestPlatform } from '../engine/test-platform.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { virtualTime } from '../virtual-time.ts'

describe('the sweeper', () => {
  it('answers and logs how many jobs it woke', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
    const time = virtualTime()
    await platform.submit()
    platform.facts.splice(0)
    platform.now += 60_000
    expect(await sweepInTime({ ...platform.ports, timers: time.timers }, 30_000)).toEqual({ woken: 1 })
    expect(platform.facts).toMatchObject([{ fact: { kind: 'wake', jobId: 'job1' } }])
    expect(platform.logged).toContain('sweep')
    expect(time.armed).toBe(0)
  })

  it('gives up before Lambda ends it, and says why', async () => {
    const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
    const time = virtualTime()
    const queue = { ...platform.ports.queue, backlog: () => new Promise<number>(() => {}) }
    const swept = sweepInTime({ ...platform.ports, queue, timers: time.timers }, 30_000)
    const refused = expect(swept).rejects.toMatchObject({ code: 'STORE_UNAVAILABLE' })
    await time.advance(29_000)
    await refused
  })
})
