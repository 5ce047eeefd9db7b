import * as z from 'zod'

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'must be a month such as 2015-07')

/** Amounts are in `factor` units of the currency: 1,000,000 means that an amount of 3 stands for 3 million. */
export const Unit = z.object({
  currency: z.string().regex(/^[A-Z]{3}$/, 'must be a currency code such as USD'),
  factor: z.number().positive(),
})

export const Noun = z.object({ one: z.string().min(1).max(40), many: z.string().min(1).max(40) })

export const CategorySeries = z.object({
  category: z.string(),
  /** One per month of `months`, none missing. */
  amounts: z.array(z.number()),
})

const Quality = z.object({
  rowsRead: z.int(),
  /** Rows that could be used, those of a category that is left out below among them. */
  rowsKept: z.int(),
  /** Every row that was not kept is counted here once. */
  dropped: z.array(z.object({ reason: z.string(), count: z.int(), examples: z.array(z.string()) })),
  /** Months without an amount that were filled in on a straight line between their neighbours. */
  filled: z.array(z.object({ category: z.string(), months: z.array(month) })),
  leftOut: z.array(z.object({ category: z.string(), reason: z.string() })),
})

/** What data_cleaner hands on: complete monthly series over the same consecutive months, largest category first. */
export const CleanedDataOutput = z
  .object({
    title: z.string(),
    source: z.string(),
    unit: Unit,
    /** What one category is called, and several. */
    noun: Noun,
    months: z.array(month).min(1),
    series: z.array(CategorySeries).min(1),
    quality: Quality,
  })
  .refine(({ months, series }) => series.every(({ amounts }) => amounts.length === months.length), {
    message: 'every series must have one amount per month',
  })

export type CleanedData = z.output<typeof CleanedDataOutput>
export type CategorySeries = z.output<typeof CategorySeries>
export type Noun = z.output<typeof Noun>
export type Unit = z.output<typeof Unit>
export type Quality = z.output<typeof Quality>

/** Sum over all categories, month by month. */
export function totalAmounts(series: readonly CategorySeries[]): number[] {
  const length = series[0]?.amounts.length ?? 0
  return Array.from({ length }, (_, index) => series.reduce((sum, { amounts }) => sum + (amounts[index] ?? 0), 0))
}
