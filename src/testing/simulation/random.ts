/** Draws that depend on the seed alone. */
export interface Random {
  /** From [0, 1). */
  next(): number
  /** True with this probability. */
  chance(probability: number): boolean
  /** An integer from 0 to `below - 1`. */
  below(below: number): number
  pick<T>(choices: readonly [T, ...T[]]): T
}

/** Mulberry32 (T. Ettinger, public domain): 32 bits of state, good enough to choose among schedules. */
export function createRandom(seed: number): Random {
  let state = seed | 0
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (limit: number): number => Math.floor(next() * limit)
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick: (choices) => choices[below(choices.length)] ?? choices[0],
  }
}

/** 32 bits that depend on the text alone (FNV-1a): what is drawn for a thing does not depend on what was drawn before. */
export function hashOf(text: string): number {
  let hash = 0x811c9dc5
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193)
  return (hash ^ (hash >>> 15)) >>> 0
}
