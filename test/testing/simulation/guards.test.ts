import { describe, expect, it } from 'vitest'
import { type Guard, guards } from '../../../src/testing/simulation/guards.ts'
import type { Violation } from '../../../src/testing/simulation/seed.ts'
import { runSeed } from './run-seeds.ts'

/** What each missing guard must be found by; whatever else it breaks is found as well. */
const found: Readonly<Record<Guard, Violation['invariant']>> = {
  versionCheck: 'P1',
  saveBeforeAct: 'P2',
  acknowledgeLast: 'P3',
  sweeper: 'stuck',
  claim: 'P5',
  tokenCheck: 'P6',
  ownerCheck: 'P6',
  lease: 'stuck',
  news: 'stuck',
}

describe('a guard of the engine that is switched off', () => {
  it.each(Object.keys(guards) as Guard[])('%s is missed within 60 seeds', { timeout: 60_000 }, async (guard) => {
    const broken = new Set<string>()
    for (let seed = 1; seed <= 60 && !broken.has(found[guard]); seed++) {
      const { violations } = await runSeed(seed, guard)
      for (const { invariant } of violations) broken.add(invariant)
    }
    expect([...broken]).toContain(found[guard])
  })
})
