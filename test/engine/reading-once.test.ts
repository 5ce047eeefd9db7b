import { describe, expect, it } from 'vitest'
import type { EnginePorts } from '../../src/engine/engine-ports.ts'
import { handleFacts } from '../../src/engine/handle-facts.ts'
import { readingOnce } from '../../src/engine/reading-once.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { TestPlatform } from './test-platform.ts'

const fan = aDefinition([{ run: 'a -> (b | c | d)' }])
const large = 'x'.repeat(20_000)

describe('a fact that starts several steps', () => {
  it('has the result that all of them are given read once, and its blob too', async () => {
    const { platform, reads, ports } = await untilFirstStepIsDone()
    await handleFacts(ports, 'job1', [completed])
    expect(platform.calls.map(({ stepId, results }) => [stepId, results.a])).toEqual(
      ['b', 'c', 'd'].map((stepId) => [stepId, large]),
    )
    expect(reads).toEqual(['result a', 'blob outputs/a/job1/a/1-1.json'])
  })
})

describe('ports that read once', () => {
  it('read a running result again, and find its end', async () => {
    const { platform, call, key } = await aRunningAttempt()
    const { store } = readingOnce(platform.ports)
    expect(await store.loadResults([key])).toMatchObject([{ status: 'running' }])
    await platform.record(call, 'done')
    expect(await store.loadResults([key, key])).toMatchObject([{ status: 'completed' }, { status: 'completed' }])
  })

  it('read again what could not be read', async () => {
    const { platform, key } = await aRunningAttempt()
    let isDown = true
    const { store, blobs } = readingOnce({
      ...platform.ports,
      store: {
        ...platform.ports.store,
        loadResults: async (keys) =>
          isDown ? Promise.reject(new Error('down')) : platform.ports.store.loadResults(keys),
      },
    })
    await expect(store.loadResults([key])).rejects.toThrow('down')
    await expect(blobs.get('none')).rejects.toThrow('none')
    isDown = false
    platform.blobs.set('none', Buffer.from('there'))
    expect(await store.loadResults([key])).toMatchObject([{ status: 'running' }])
    expect(await blobs.get('none')).toEqual(Buffer.from('there'))
  })
})

const completed = { kind: 'step.completed', jobId: 'job1', stepId: 'a', epoch: 1, attempt: 1 } as const

async function untilFirstStepIsDone() {
  const platform = new TestPlatform(fan, { a: () => large })
  await platform.attempt(await platform.firstCall())
  const reads: string[] = []
  const ports: EnginePorts = {
    ...platform.ports,
    store: {
      ...platform.ports.store,
      loadResults: async (keys) => {
        reads.push(...keys.map(({ stepId }) => `result ${stepId}`))
        return await platform.ports.store.loadResults(keys)
      },
    },
    blobs: {
      ...platform.ports.blobs,
      get: async (key) => {
        reads.push(`blob ${key}`)
        return await platform.ports.blobs.get(key)
      },
    },
  }
  return { platform, reads, ports }
}

async function aRunningAttempt() {
  const platform = new TestPlatform(fan)
  const call = await platform.firstCall()
  await platform.claim(call)
  const { jobId, stepId, epoch, attempt, agent } = call
  return { platform, call, key: { jobId, stepId, epoch, attempt, agent } }
}
