import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createDelayLine } from '../../../src/adapters/local/delay-line.ts'
import { virtualTime } from '../../virtual-time.ts'

describe('a delay line', () => {
  it('gives everything back in the order of instants, equal ones in the order they came, with one timer', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 60 }), async (delays) => {
        const { clock, timers, advance, ...time } = virtualTime(0)
        const given: { item: number; at: number }[] = []
        const due = (items: readonly number[]): void => {
          given.push(...items.map((item) => ({ item, at: clock.now() })))
        }
        const line = createDelayLine({ clock, timers, due })
        for (const [item, delay] of delays.entries()) line.add(item, delay)
        expect(line.size).toBe(delays.length)
        await advance(31)
        const inOrder = delays.map((at, item) => ({ item, at })).sort((a, b) => a.at - b.at || a.item - b.item)
        expect(given).toEqual(inOrder)
        expect(time.armed).toBe(0)
      }),
      { numRuns: 100 },
    )
  })

  it('forgets everything when it is cleared', async () => {
    const time = virtualTime()
    const given: string[] = []
    const line = createDelayLine<string>({ ...time, due: (items) => given.push(...items) })
    line.add('a', time.clock.now() + 5)
    line.clear()
    expect({ size: line.size, armed: time.armed }).toEqual({ size: 0, armed: 0 })
    await time.advance(10)
    expect(given).toEqual([])
  })
})
