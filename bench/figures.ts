export function median(values: readonly number[]): number {
  return percentile(values, 0.5)
}

/** @param share 0 to 1 */
export function percentile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

/** To three decimals. */
export function rounded(value: number): number {
  return Number(value.toFixed(3))
}

/** Several measurements of one thing, figure by figure: the median of each. */
export function medians<T extends object>(measured: readonly T[]): T {
  const [first] = measured
  if (first === undefined) throw new Error('nothing was measured')
  const names = Object.keys(first) as (keyof T)[]
  return Object.fromEntries(names.map((name) => [name, medianOf(measured.map((one) => one[name]))])) as T
}

function medianOf(values: readonly unknown[]): unknown {
  return typeof values[0] === 'number' ? median(values as readonly number[]) : values[0]
}
