import { describe, expect, it } from 'vitest'
import { createMemoryFactQueue, type MemoryFactQueue } from '../../../src/adapters/local/memory-fact-queue.ts'
import type { Fact } from '../../../src/core/fact.ts'
import {
  type FactHandler,
  factQueueSuite,
  groupingFactQueueSuite,
  type OpenedQueue,
  wake,
} from '../../suites/fact-queue.suite.ts'
import { settled, type VirtualTime, virtualTime } from '../../virtual-time.ts'
import { silentLog } from '../../workbench.ts'

factQueueSuite('memory', openQueue)
groupingFactQueueSuite('memory', openQueue)

describe('the fact queue in memory', () => {
  it('handles what is sent in one turn as one group', async () => {
    const { queue, seen } = aRecordingQueue()
    void queue.send([wake('a')])
    void queue.send([wake('b'), wake('a')])
    await queue.idle()
    expect(seen).toEqual(['a 2', 'b 1'])
  })

  it('handles what arrives during the work on a job as its next group', async () => {
    const gate = gates()
    const { queue } = aQueue(gate.handle)
    await queue.send([wake('a')])
    await settled()
    for (let count = 0; count < 5; count++) await queue.send([wake('a')])
    await settled()
    expect(gate.started).toEqual(['a 1'])
    gate.open()
    await settled()
    expect(gate.started).toEqual(['a 1', 'a 5'])
  })

  it('works on as many jobs at once as it may, and takes the others in the order they came', async () => {
    const gate = gates()
    const { queue } = aQueue(gate.handle, 2)
    await queue.send(['a', 'b', 'c', 'd', 'a', 'e'].map(wake))
    await settled()
    expect(gate.started).toEqual(['a 2', 'b 1'])
    await queue.send([wake('a')])
    for (let count = 0; count < 6; count++) {
      gate.open()
      await settled()
    }
    expect(gate.started).toEqual(['a 2', 'b 1', 'c 1', 'd 1', 'e 1', 'a 1'])
  })

  it('keeps the order of thousands of jobs', async () => {
    const { queue, seen } = aRecordingQueue()
    const jobIds = Array.from({ length: 5_000 }, (_, index) => `job${index}`)
    await queue.send(jobIds.map(wake))
    await queue.idle()
    expect(seen).toEqual(jobIds.map((jobId) => `${jobId} 1`))
  })

  it('delays to the millisecond with one timer for all, in the order of the instants', async () => {
    const { queue, seen, time } = aRecordingQueue()
    const delays = [700, 100, 900, 300, 500, 100_000, 1]
    for (const delay of delays) await queue.send([wake(`after${delay}`)], delay)
    expect(time.armed).toBe(1)
    await time.advance(299)
    expect(seen).toEqual(['after1 1', 'after100 1'])
    await time.advance(1)
    expect(seen).toEqual(['after1 1', 'after100 1', 'after300 1'])
    await time.advance(600)
    expect(seen.slice(3)).toEqual(['after500 1', 'after700 1', 'after900 1'])
    expect(time.armed).toBe(1)
    await time.advance(100_000)
    expect(seen).toHaveLength(7)
    expect(time.armed).toBe(0)
  })

  it('pauses longer with each failure in a row, up to 30 s, and shortly again after a success', async () => {
    const triedAt: number[] = []
    let broken = true
    const { queue, time } = aQueue(async () => {
      triedAt.push(time.clock.now())
      if (broken) throw new Error('broken')
    })
    await queue.send([wake('a')])
    await time.advance(200_000)
    const pauses = triedAt.slice(1).map((instant, index) => instant - (triedAt[index] ?? 0))
    expect(pauses.slice(0, 11)).toEqual([100, 200, 400, 800, 1_600, 3_200, 6_400, 12_800, 25_600, 30_000, 30_000])
    broken = false
    await time.advance(60_000)
    broken = true
    triedAt.length = 0
    await queue.send([wake('a')])
    await time.advance(150)
    expect(triedAt).toHaveLength(2)
  })

  it('does not let a job that fails hold up another', async () => {
    const { queue, seen } = aRecordingQueue((jobId) => jobId === 'bad')
    await queue.send(['bad', 'good', 'bad'].map(wake))
    await queue.idle()
    expect(seen).toEqual(['bad 2', 'good 1'])
  })

  it('takes a handler that throws before it returns a promise like any other failure', async () => {
    let calls = 0
    const { queue, time } = aQueue(() => {
      calls++
      if (calls === 1) throw new Error('at once')
      return Promise.resolve()
    })
    await queue.send([wake('a')])
    await time.advance(100)
    expect(calls).toBe(2)
  })

  it('is idle when nothing was sent, and when only delayed facts are left', async () => {
    const { queue } = aRecordingQueue()
    await queue.idle()
    await queue.send([wake('a')], 50)
    await queue.idle()
  })

  it('starts nothing once it is closed, and waits for what is at work', async () => {
    const gate = gates()
    const { queue, time } = aQueue(gate.handle, 1)
    await queue.send([wake('a'), wake('b')])
    await queue.send([wake('c')], 10)
    await settled()
    let closed = false
    const closing = queue.close().then(() => {
      closed = true
    })
    await time.advance(1_000)
    expect(closed).toBe(false)
    gate.open()
    await closing
    await queue.send([wake('d')])
    await time.advance(1_000)
    expect(gate.started).toEqual(['a 1'])
    expect(time.armed).toBe(0)
  })
})

async function openQueue(handle: FactHandler): Promise<OpenedQueue> {
  const { queue, time } = aQueue(handle)
  const pass = async (ms: number): Promise<void> => {
    await time.advance(ms)
    await queue.idle()
  }
  return { queue, pass, close: queue.close }
}

function aQueue(handle: FactHandler, concurrency?: number): { queue: MemoryFactQueue; time: VirtualTime } {
  const time = virtualTime()
  const { clock, timers } = time
  const limit = concurrency === undefined ? {} : { concurrency }
  return { queue: createMemoryFactQueue({ handle, clock, timers, log: silentLog, ...limit }), time }
}

/** Notes `<job> <number of facts>` of each group. */
function aRecordingQueue(fails: (jobId: string) => boolean = () => false) {
  const seen: string[] = []
  const opened = aQueue(async (jobId, facts) => {
    seen.push(groupName(jobId, facts))
    if (fails(jobId)) throw new Error('fails')
  })
  return { ...opened, seen }
}

/** A handler whose calls end one by one, the oldest first, when the test opens the gate. */
function gates() {
  const started: string[] = []
  const waiting: (() => void)[] = []
  const handle: FactHandler = (jobId, facts) => {
    started.push(groupName(jobId, facts))
    return new Promise((resolve) => waiting.push(resolve))
  }
  return { started, handle, open: () => waiting.shift()?.() }
}

function groupName(jobId: string, facts: readonly Fact[]): string {
  return `${jobId} ${facts.length}`
}
