import { defineAgent, fatal } from 'troupe'
import { cleanRows } from './clean-rows.ts'
import { CleanedDataOutput } from './cleaned-data.ts'
import { CleanerInput } from './cleaner-input.ts'
import { completeSeries } from './complete-series.ts'
import { dropLog } from './drop-log.ts'
import { readRecords } from './read-records.ts'

export { CleanedDataOutput, CleanerInput }

/** Reads sales rows, keeps what can be trusted, and hands on complete monthly series with an account of the rest. */
export default defineAgent({
  input: CleanerInput,
  output: CleanedDataOutput,
  async run({ input, progress, log }) {
    progress(0.1, 'reading the source')
    const records = await readRecords(input)
    progress(0.5, `cleaning ${records.length} rows`)
    const drops = dropLog()
    const { amounts, kept } = cleanRows(records, input, drops)
    const dropped = drops.list()
    if (kept === 0) {
      const reasons = dropped.map(({ reason, count }) => `${reason} (${count})`).join(', ')
      throw fatal('NO_USABLE_ROWS', `None of ${records.length} rows can be used: ${reasons}`)
    }
    const { months, series, filled, leftOut } = completeSeries(amounts)
    if (series.length === 0) {
      const reasons = leftOut.map(({ category, reason }) => `${category}: ${reason}`).join('; ')
      throw fatal('NO_COMPLETE_SERIES', `No category covers all months; ${reasons}`)
    }
    log.info('rows cleaned', { read: records.length, kept, categories: series.length })
    return {
      title: input.title,
      source: input.attribution,
      unit: input.unit,
      noun: input.noun,
      months,
      series,
      quality: { rowsRead: records.length, rowsKept: kept, dropped, filled, leftOut },
    }
  },
})
