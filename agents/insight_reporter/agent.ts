import { defineAgent } from 'troupe'
import * as z from 'zod'
import { CleanedDataOutput } from '../data_cleaner/cleaned-data.ts'
import { findings } from './findings.ts'
import { reportFacts } from './report-facts.ts'
import { ReportInput, reportModel } from './report-model.ts'
import { reportPage } from './report-page.ts'
import { WrittenSummary, writtenSummary } from './written-summary.ts'

export { ReportInput }

export const ReportOutput = z.object({
  title: z.string(),
  /** The headings of the findings, as one paragraph. */
  summary: z.string(),
  findings: z.array(z.object({ heading: z.string(), text: z.string() })),
  /** Absent: agents.yaml gives this agent no model. */
  written: WrittenSummary.optional(),
  /** A whole document that needs nothing from elsewhere. */
  html: z.string(),
})

/** Writes the report that a manager reads: findings in words, charts, a table, and how far to trust them. */
export default defineAgent({
  input: ReportInput,
  output: ReportOutput,
  async run(context) {
    const { input, results, progress } = context
    const cleaned = input.cleaned ?? CleanedDataOutput.parse(results.data_cleaner)
    const model = reportModel(cleaned, input)
    progress(0.5, 'writing the report')
    const found = findings(model)
    const summary = found.map(({ heading }) => `${heading}.`).join(' ')
    const written = await writtenSummary(context, reportFacts(model, found))
    const html = reportPage(model, found, written)
    return { title: model.title, summary, findings: found, html, ...(written === undefined ? {} : { written }) }
  },
})
