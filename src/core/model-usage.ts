/** What requests to language models used and cost. */
export interface ModelUsage {
  readonly requests: number
  readonly inputTokens: number
  readonly outputTokens: number
  /** `unknown` when one of them has no known price: never a guess. */
  readonly microUsd: number | 'unknown'
  /** A script answered one of them in place of a model. */
  readonly simulated?: true
}

/** Both together. Absent: none. */
export function addUsage(a: ModelUsage | undefined, b: ModelUsage | undefined): ModelUsage | undefined {
  if (a === undefined || b === undefined) return a ?? b
  const isKnown = a.microUsd !== 'unknown' && b.microUsd !== 'unknown'
  return {
    requests: a.requests + b.requests,
    inputTokens: a.inputTokens + b.inputTokens,
    outputTokens: a.outputTokens + b.outputTokens,
    microUsd: isKnown ? Number(a.microUsd) + Number(b.microUsd) : 'unknown',
    ...(a.simulated === true || b.simulated === true ? { simulated: true as const } : {}),
  }
}

/** Of all that have any. */
export function sumUsage(all: Iterable<{ readonly usage?: ModelUsage }>): ModelUsage | undefined {
  let sum: ModelUsage | undefined
  for (const { usage } of all) sum = addUsage(sum, usage)
  return sum
}

/** In few bytes: absent is `unknown`, and not simulated. */
export type CompactUsage = readonly [requests: number, input: number, output: number, microUsd?: number | null, sim?: 1]

export function compactUsage({ requests, inputTokens, outputTokens, microUsd, simulated }: ModelUsage): CompactUsage {
  const cost = microUsd === 'unknown' ? null : microUsd
  const known = [requests, inputTokens, outputTokens] as const
  if (simulated === true) return [...known, cost, 1]
  return cost === null ? known : [...known, cost]
}

/** Throws a TypeError for what `compactUsage` did not make. */
export function expandUsage(compact: unknown): ModelUsage {
  const slots: readonly unknown[] = Array.isArray(compact) ? compact : []
  const [requests, inputTokens, outputTokens, cost, simulated] = slots
  if (!isCount(requests) || !isCount(inputTokens) || !isCount(outputTokens))
    throw new TypeError('its usage has no counts')
  const microUsd = isCount(cost) ? cost : 'unknown'
  return { requests, inputTokens, outputTokens, microUsd, ...(simulated === 1 ? { simulated: true as const } : {}) }
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) >= 0
}
