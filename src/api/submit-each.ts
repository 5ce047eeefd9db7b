import { Fault } from '../core/fault.ts'
import { type JsonValue, jsonBytes } from '../core/json.ts'
import { formatBytes } from '../core/size.ts'
import type { ApiHost } from './api-host.ts'
import * as wire from './contract.ts'
import { errorAnswer } from './error-answer.ts'
import { maxBodyBytes } from './limits.ts'
import { parsePart } from './parse-part.ts'
import { submissionOf, submitOne } from './submit-one.ts'
import { jobSummaryView } from './views/job-view.ts'

/** At once: enough for one group commit, few enough to leave other requests a turn. */
const submittedAtOnce = 100

/** One outcome for each submission, in their order; none keeps another from being accepted. */
export async function submitEach(
  host: ApiHost,
  written: readonly unknown[],
  caller: { tenant: string; requestId: string },
): Promise<wire.BatchOutcome[]> {
  const outcomes: wire.BatchOutcome[] = []
  for (let start = 0; start < written.length; start += submittedAtOnce) {
    const part = written.slice(start, start + submittedAtOnce)
    outcomes.push(...(await Promise.all(part.map((one) => outcomeOf(host, one, caller)))))
  }
  return outcomes
}

async function outcomeOf(
  host: ApiHost,
  written: unknown,
  { tenant, requestId }: { tenant: string; requestId: string },
): Promise<wire.BatchOutcome> {
  try {
    refuseTooLarge(written)
    const { idempotencyKey: key, ...submission } = parsePart(wire.batchSubmission, written, 'body')
    const { job, created } = await submitOne(host, submissionOf(submission, { tenant, key }))
    return { status: created ? 202 : 200, job: jobSummaryView(job) }
  } catch (thrown) {
    const { status, body } = errorAnswer(thrown, { requestId, log: host.ports.log })
    return { status, error: (body as wire.ErrorBody).error }
  }
}

/** As if it had come alone. */
function refuseTooLarge(written: unknown): void {
  const bytes = jsonBytes(written as JsonValue)
  if (bytes <= maxBodyBytes) return
  const met = `${bytes.toLocaleString('en')} bytes`
  throw new Fault('API_BODY_TOO_LARGE', { subject: 'Submission', met, limit: formatBytes(maxBodyBytes) })
}
