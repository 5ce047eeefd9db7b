import { expect, it } from 'vitest'
import { createMemoryStore } from '../../../src/adapters/memory/memory-job-store.ts'
import type { Guard } from '../../../src/testing/simulation/guards.ts'
import { renderFailure } from '../../../src/testing/simulation/render-failure.ts'
import type { SeedReport } from '../../../src/testing/simulation/seed.ts'
import { simulateSeed } from '../../../src/testing/simulation/simulate-seed.ts'

export function runSeed(seed: number, without?: Guard): Promise<SeedReport> {
  return simulateSeed({ seed, newStore: createMemoryStore, ...(without === undefined ? {} : { without: [without] }) })
}

/** The seeds of one file; several files share the machine's cores. */
export function itKeepsEveryInvariant({ first, count }: { first: number; count: number }): void {
  it(`keeps every invariant under accidents, seeds ${first} to ${first + count - 1}`, {
    timeout: 120_000,
  }, async () => {
    for (let seed = first; seed < first + count; seed++) {
      const report = await runSeed(seed)
      expect(report.violations, renderFailure(report)).toEqual([])
    }
  })
}
