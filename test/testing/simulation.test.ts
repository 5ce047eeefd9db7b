import { describe, expect, it } from 'vitest'
import { createMemoryStore } from '../../src/adapters/memory/memory-job-store.ts'
import { type Simulation, simulate } from '../../src/testing/simulation/simulate.ts'
import { type Ablation, ablations } from '../../src/testing/simulation/simulated-platform.ts'

const run = (seed: number, ablation?: Ablation): Promise<Simulation> => {
  return simulate({ seed, newStore: createMemoryStore, ...(ablation === undefined ? {} : { ablation }) })
}

describe('the engine under accidents', () => {
  it('keeps every invariant, and ends every job as without accidents', { timeout: 60_000 }, async () => {
    for (let seed = 1; seed <= 300; seed++) {
      const { violations, trace } = await run(seed)
      expect(
        violations,
        `seed ${seed}; replay: npm run simulate -- --seed ${seed} --trace\n${trace.slice(-20).join('\n')}`,
      ).toEqual([])
    }
  })

  it('meets accidents of every kind', { timeout: 60_000 }, async () => {
    const told = new Set<string>()
    for (let seed = 1; seed <= 100; seed++) {
      const { trace } = await run(seed)
      for (const kind of ['refused', 'doneButFailed', 'killedBefore', 'killedAfter', 'loses', 'gives back']) {
        if (trace.some((line) => line.includes(kind))) told.add(kind)
      }
    }
    expect(told.size).toBe(6)
  })

  it('replays a seed to the letter', async () => {
    const [one, other] = [await run(17), await run(17)]
    expect(other.trace).toEqual(one.trace)
    expect(other.jobs).toEqual(one.jobs)
  })
})

describe('a guard that is switched off', () => {
  it.each(ablations)('%s is missed within 100 seeds', { timeout: 60_000 }, async (ablation) => {
    for (let seed = 1; seed <= 100; seed++) if ((await run(seed, ablation)).violations.length > 0) return
    expect.fail(`the simulation does not notice that ${ablation} is off`)
  })
})
