import { parseDurationMs } from '../core/duration.ts'
import type { JsonValue } from '../core/json.ts'
import { type Submission, type Submitted, submitJob } from '../engine/submit-job.ts'
import type { ApiHost } from './api-host.ts'
import type * as wire from './contract.ts'

/** A submission from the wire as the engine takes it. */
export function submissionOf(
  { workflow, input, labels, priority, deadline, delay }: wire.Submission,
  { tenant, key }: { tenant: string; key: string | undefined },
): Submission {
  const deadlineMs = parseDurationMs(deadline)
  const delayMs = parseDurationMs(delay)
  return {
    tenant,
    input: input as JsonValue,
    ...(workflow === undefined ? {} : { workflow }),
    ...(labels === undefined ? {} : { labels }),
    ...(priority === undefined ? {} : { priority }),
    ...(deadlineMs === undefined ? {} : { deadlineMs }),
    ...(delayMs === undefined ? {} : { delayMs }),
    ...(key === undefined ? {} : { idempotencyKey: key }),
  }
}

/** Submits to the definition in force. */
export async function submitOne(host: ApiHost, submission: Submission): Promise<Submitted> {
  return await submitJob(host.ports, host.definition(), submission)
}
