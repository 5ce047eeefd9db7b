import { mean } from 'simple-statistics'

/**
 * The scale in which trend, season and error are added up. On it a step of 0.01 means about one per cent.
 * `log` when every amount is above zero: seasons and errors of sales grow with their level.
 * `share` otherwise: amounts divided by their mean, because zero has no logarithm.
 */
export interface WorkingScale {
  readonly kind: 'log' | 'share'
  to(amount: number): number
  from(value: number): number
  /** What `change` on this scale means as a fraction of the amount: 0.05 is five per cent more. */
  fraction(change: number): number
}

export function workingScale(amounts: readonly number[]): WorkingScale {
  if (amounts.every((amount) => amount > 0)) {
    return { kind: 'log', to: Math.log, from: Math.exp, fraction: (change) => Math.expm1(change) }
  }
  const level = mean([...amounts]) || 1
  return {
    kind: 'share',
    to: (amount) => amount / level,
    // Sales do not fall below zero, whatever a line says.
    from: (value) => Math.max(0, value * level),
    fraction: (change) => change,
  }
}
