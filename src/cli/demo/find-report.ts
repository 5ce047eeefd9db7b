/** What to show of a result that an agent composed for people. */
export interface Report {
  readonly headline: string | undefined
  /** Absent: the result is plain data. */
  readonly html: string | undefined
}

/**
 * The report in a result: the first `html` of the result itself or, where several steps end the plan, of one of their
 * outputs; and beside it the first of `headline`, `summary`, `title`.
 */
export function findReport(result: unknown): Report {
  const outputs = isRecord(result) ? [result, ...Object.values(result).filter(isRecord)] : []
  const { headline, summary, title, html } = outputs.find((output) => isText(output.html)) ?? outputs[0] ?? {}
  return { headline: [headline, summary, title].find(isText), html: isText(html) ? html : undefined }
}

type Composed = Readonly<Partial<Record<'headline' | 'summary' | 'title' | 'html', unknown>>>

function isRecord(value: unknown): value is Composed {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== ''
}
