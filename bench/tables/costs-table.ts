import { otherPrices } from '../cost/other-prices.ts'
import { table } from './markdown.ts'

export interface CostFigures {
  readonly countedOn: string
  readonly dollarsPerMillionJobs: number
  readonly perJob: Readonly<Record<string, number>>
}

/** Dollars of a million jobs of five steps, ours as counted, others' as published. */
export function costsTable({ dollarsPerMillionJobs, perJob, countedOn }: CostFigures): string {
  const calls = Object.entries(perJob).map(([name, amount]) => `${amount} ${name}`)
  const ours = [
    '**Troupe** on AWS',
    `$${dollarsPerMillionJobs.toFixed(2)}`,
    '1 x',
    `counted on ${countedOn}: ${calls.join(', ')}`,
    'the agents’ own duration, API Gateway, logs, storage',
    '[What a job costs on AWS](aws-cost.md)',
  ]
  const others = otherPrices.map(({ name, dollars, formula, leavesOut, source, seenOn }) => [
    name,
    dollars === undefined ? 'not found' : `$${dollars.toFixed(2)}`,
    dollars === undefined ? '' : `${(dollars / dollarsPerMillionJobs).toFixed(1)} x`,
    formula,
    leavesOut,
    `${source} (read ${seenOn})`,
  ])
  const headers = ['', 'a million jobs', 'by ours', 'how it is counted', 'left out', 'source']
  return table(headers, [ours, ...others], { isNumeric: false })
}
