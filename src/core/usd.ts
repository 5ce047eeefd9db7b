/** USD with two to six decimals: `0.0045`, `12.50`. */
export function usdText(microUsd: number): string {
  return (microUsd / 1_000_000).toFixed(6).replace(/0{1,4}$/, '')
}

interface Cost {
  readonly microUsd: number | 'unknown'
  readonly simulated?: true | undefined
}

/** `0.0045 USD`, `cost unknown`; a script's is called simulated. */
export function costText({ microUsd, simulated }: Cost): string {
  const text = microUsd === 'unknown' ? 'cost unknown' : `${usdText(microUsd)} USD`
  return simulated === true ? `${text}, simulated` : text
}
