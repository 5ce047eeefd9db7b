import { describe, expect, it } from 'vitest'
import { maxAgentsPerShard, maxShards, shardOf, shardSizes, shardsFor } from '../../src/manifest/agent-shard.ts'

const names = (count: number) => Array.from({ length: count }, (_, index) => `agent_${index}`)

describe('the shard of an agent', () => {
  it('is decided by its name alone, for ever: a changed hash would move deployed agents', () => {
    expect(['data_cleaner', 'trend_analyzer', 'forecast_agent', 'insight_reporter'].map((n) => shardOf(n, 8))).toEqual([
      3, 6, 3, 2,
    ])
  })

  it('spreads names that differ in their last digits only', () => {
    for (const shards of [2, 4, 8, 16]) {
      const sizes = shardSizes(names(100 * shards), shards)
      expect(Math.max(...sizes)).toBeLessThan(135)
      expect(Math.min(...sizes)).toBeGreaterThan(65)
    }
  })

  it('is found for as many agents as all shards hold', () => {
    expect(shardsFor([])).toBe(1)
    expect(shardsFor(names(maxAgentsPerShard))).toBe(1)
    expect(shardsFor(names(maxAgentsPerShard + 1))).toBe(2)
    expect(shardsFor(names(maxAgentsPerShard * maxShards + 1))).toBeUndefined()
  })
})
