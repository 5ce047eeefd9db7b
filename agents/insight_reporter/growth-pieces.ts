import type { ReportModel } from './report-model.ts'

/** A stretch of months over which the total grew along one straight line. */
export interface GrowthPiece {
  /** Index of its first month. */
  readonly from: number
  /** Index of the first month after it. */
  readonly to: number
  /** As a fraction. */
  readonly perYear: number
}

/** The total's history cut where its trend changed. Empty when it never did, or nobody looked. */
export function growthPieces({ months, total }: Pick<ReportModel, 'months' | 'total'>): GrowthPiece[] {
  const breaks = total.trend?.breaks ?? []
  const [first] = breaks
  if (first === undefined) return []
  const starts = [0, ...breaks.map(({ month }) => months.indexOf(month))]
  const growth = [first.growthBefore, ...breaks.map(({ growthAfter }) => growthAfter)]
  return starts.map((from, index) => ({ from, to: starts[index + 1] ?? months.length, perYear: growth[index] ?? 0 }))
}
