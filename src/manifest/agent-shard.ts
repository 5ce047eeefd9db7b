/**
 * Which of a fixed number of stacks an agent belongs to.
 *
 * CloudFormation takes 500 resources a stack and an agent is four of them. The name alone decides, so that an agent that
 * is added or removed moves no other: a move is a deletion and a creation of the same function at once, which fails.
 */

/** Nested stacks that one deployment may have. */
export const maxShards = 16
/** Beside the platform's own resources, about 50. */
export const maxAgentsUnsharded = 100
/** 115 x 4 = 460 resources. */
export const maxAgentsPerShard = 115

/** 0 to `shards` - 1. */
export function shardOf(agent: string, shards: number): number {
  return hash(agent) % shards
}

/** How many agents each shard holds. */
export function shardSizes(agents: readonly string[], shards: number): number[] {
  const sizes = Array.from({ length: shards }, () => 0)
  for (const agent of agents) {
    const shard = shardOf(agent, shards)
    sizes[shard] = (sizes[shard] ?? 0) + 1
  }
  return sizes
}

/** The fewest shards whose largest holds no more than `maxAgentsPerShard`; undefined: not even `maxShards` do. */
export function shardsFor(agents: readonly string[]): number | undefined {
  for (let shards = 1; shards <= maxShards; shards++) {
    if (Math.max(...shardSizes(agents, shards)) <= maxAgentsPerShard) return shards
  }
  return undefined
}

/** FNV-1a, 32 bits (http://www.isthe.com/chongo/tech/comp/fnv/), with the last mixing step of MurmurHash3: its low bits alone are poor. */
function hash(text: string): number {
  let value = 0x811c9dc5
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193)
  value = Math.imul(value ^ (value >>> 16), 0x85ebca6b)
  value = Math.imul(value ^ (value >>> 13), 0xc2b2ae35)
  return (value ^ (value >>> 16)) >>> 0
}
