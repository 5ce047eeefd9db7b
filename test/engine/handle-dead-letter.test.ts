import { describe, expect, it } from 'vitest'
import type { Fact } from '../../src/core/fact.ts'
import { Fault } from '../../src/core/fault.ts'
import { handleDeadLetter } from '../../src/engine/handle-dead-letter.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { TestPlatform } from './test-platform.ts'

const wake: Fact = { kind: 'wake', jobId: 'job1' }
const letter = { jobId: 'job1', facts: [wake], receives: 6 }
const busy = new Fault('STORE_UNAVAILABLE', { operation: 'loadJob', problem: 'busy' }, { retryable: true })

async function submitted(): Promise<TestPlatform> {
  const platform = new TestPlatform(aDefinition([{ run: '(a | b)' }]))
  await platform.submit()
  return platform
}

describe('a dead letter', () => {
  it('takes its job on when the trouble is over', async () => {
    const platform = await submitted()
    await handleDeadLetter(platform.ports, letter)
    expect(platform.calls.map(({ stepId }) => stepId)).toEqual(['a', 'b'])
  })

  it('does not fail its job while the store is away, and is not kept: the sweeper finds the job', async () => {
    const platform = await submitted()
    const { loadJob } = platform.ports.store
    platform.ports.store.loadJob = () => Promise.reject(busy)
    await handleDeadLetter(platform.ports, letter)
    platform.ports.store.loadJob = loadJob
    expect((await platform.job()).status).toBe('pending')
    expect(platform.logged).toContain(`dead letter is left to the sweeper: ${busy.message}`)
    expect((await platform.finish()).status).toBe('completed')
  })

  it('fails its job with the reason when handling it is not possible at all', async () => {
    const platform = await submitted()
    platform.ports.ids.token = () => {
      throw new TypeError('a bug')
    }
    await handleDeadLetter(platform.ports, letter)
    const { status, error } = await platform.job()
    expect(status).toBe('failed')
    expect(error).toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('a bug') })
  })

  it('fails its job unseen after the fiftieth time, since whoever looks at it dies', async () => {
    const platform = await submitted()
    await handleDeadLetter(platform.ports, { ...letter, receives: 50 })
    const { status, error } = await platform.job()
    expect(status).toBe('failed')
    expect(error).toMatchObject({ code: 'INTERNAL', message: expect.stringContaining('handed out 50 times') })
  })

  it('comes back when not even the failure can be saved', async () => {
    const platform = await submitted()
    platform.ports.store.saveJob = () => Promise.reject(busy)
    await expect(handleDeadLetter(platform.ports, { ...letter, receives: 50 })).rejects.toBe(busy)
  })
})
