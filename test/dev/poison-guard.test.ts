import { describe, expect, it } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { guardPoison } from '../../src/dev/poison-guard.ts'

function guarded(errors: readonly unknown[], fail: () => Promise<void> = async () => {}) {
  const failed: unknown[] = []
  const seen: string[] = []
  const rest = [...errors]
  const handle = guardPoison({
    async advance(jobId) {
      seen.push(jobId)
      if (rest.length > 0) throw rest.shift()
    },
    async fail(_jobId, reason) {
      failed.push(reason)
      await fail()
    },
  })
  return { failed, seen, handle: () => handle('job1', []) }
}

const busy = new Fault('STORE_UNAVAILABLE', { operation: 'saveJob', problem: 'busy' }, { retryable: true })
const gone = new Fault('BLOB_MISSING', { key: 'k' })
const odd = new Error('odd')

describe('facts that cannot be handled', () => {
  it('come back as long as that can help', async () => {
    const guard = guarded(Array(20).fill(busy))
    for (let count = 0; count < 20; count++) await expect(guard.handle()).rejects.toBe(busy)
    expect(guard.failed).toEqual([])
  })

  it('fail the job at once when it cannot get better', async () => {
    const guard = guarded([gone])
    await guard.handle()
    expect(guard.failed).toEqual([gone])
  })

  it('fail the job after five errors of unknown kind in a row, counted anew after a success', async () => {
    const guard = guarded([odd, odd, odd, odd])
    for (let count = 0; count < 4; count++) await expect(guard.handle()).rejects.toBe(odd)
    await guard.handle()
    expect(guard.failed).toEqual([])
    const hopeless = guarded(Array(5).fill(odd))
    for (let count = 0; count < 4; count++) await expect(hopeless.handle()).rejects.toBe(odd)
    await hopeless.handle()
    expect(hopeless.failed).toEqual([odd])
  })

  it('are left alone when the job cannot even be failed', async () => {
    const guard = guarded([gone], () => Promise.reject(busy))
    await guard.handle()
    await guard.handle()
    expect(guard.seen).toEqual(['job1'])
  })
})
