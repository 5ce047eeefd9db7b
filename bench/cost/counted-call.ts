import { dollarsPerMillion, type PriceName } from './prices.ts'

/** One call to AWS, or one thing that AWS bills without a call of ours. */
export interface CountedCall {
  /** What the platform was doing: `submit`, `planner: step.completed start`, `attempt: left`. */
  readonly phase: string
  /** `PutItem JOB`, `poller: ReceiveMessage`. */
  readonly operation: string
  /** By our own reading of AWS's rules. */
  readonly billed: Readonly<Partial<Record<PriceName, number>>>
  /** Of a write: what the table and each index took. */
  readonly parts?: Readonly<Record<string, number>>
  /** Capacity units as the server reported them. */
  readonly reported?: number
}

export type Ledger = (call: Omit<CountedCall, 'phase'>) => void

export function totals(calls: readonly CountedCall[]): Readonly<Partial<Record<PriceName, number>>> {
  const sums: Partial<Record<PriceName, number>> = {}
  for (const { billed } of calls)
    for (const [name, amount] of Object.entries(billed) as [PriceName, number][])
      sums[name] = (sums[name] ?? 0) + amount
  return sums
}

export function dollarsOf(amounts: Readonly<Partial<Record<PriceName, number>>>): number {
  const entries = Object.entries(amounts) as [PriceName, number][]
  return entries.reduce((sum, [name, amount]) => sum + dollarsPerMillion(name, amount), 0)
}
