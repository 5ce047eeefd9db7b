import * as z from 'zod'
import { Noun, Unit } from './cleaned-data.ts'

const Source = z.union(
  [
    z.strictObject({ path: z.string().min(1) }),
    z.strictObject({ csv: z.string().min(1) }),
    z.strictObject({ rows: z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()]))).min(1) }),
  ],
  { error: 'must be one of { path }, { csv }, { rows }' },
)

const Columns = z.strictObject({
  /** One column such as `2015-07`, or two: the year and the month as a number from 1 to 12. */
  month: z.union([z.string(), z.strictObject({ year: z.string(), month: z.string() })], {
    error: 'must be the name of a column, or { year, month }',
  }),
  category: z.string(),
  amount: z.string(),
})

const Sales = z.object({
  title: z.string().min(1).max(200).default('Sales'),
  unit: Unit.default({ currency: 'USD', factor: 1 }),
  /** `path`: a CSV file inside the project folder. `csv`: its text. `rows`: the rows themselves. */
  source: Source,
  /** Where the data comes from, as the report should say it. */
  attribution: z.string().max(500).default(''),
  /** Names of the columns that are read. */
  columns: Columns.default({ month: 'month', category: 'category', amount: 'amount' }),
  /** What one category is, and several of them: a report says `cities` when its categories are cities. */
  noun: Noun.default({ one: 'category', many: 'categories' }),
  /** Categories that are not sales of their own, such as totals. Compared without regard to case. */
  exclude: z.array(z.string()).default([]),
  /** What several rows of one category and month mean: parts to be added, or corrections of which the last one counts. */
  combine: z.enum(['sum', 'last']).default('sum'),
})

/** The rows that come with this project, and how to read them: what a job is about when it names no source. */
const shipped = {
  title: 'Texas home sales, nine cities',
  source: { path: 'agents/data_cleaner/data/texas-home-sales.csv' },
  attribution: 'Texas A&M Real Estate Center, dollar volume of homes sold, from plotnine (MIT licence)',
  columns: { month: { year: 'year', month: 'month' }, category: 'city', amount: 'volume' },
  noun: { one: 'city', many: 'cities' },
}

/** The job's input, as far as data_cleaner reads it; other keys belong to other agents. */
export const CleanerInput = z.preprocess((given) => {
  const namesNone = typeof given === 'object' && given !== null && !('source' in given)
  return namesNone ? { ...shipped, ...given } : given
}, Sales)

export type CleanerInput = z.output<typeof CleanerInput>
export type Columns = z.output<typeof Columns>
