/** When DynamoDB may delete what a job left, as epoch seconds. Without retention days nothing expires. */

const secondsPerDay = 86_400

/**
 * Results and inputs are written while the job is open and never again, so their own time must outlast the longest job:
 * a deadline is a year at most.
 */
const longestJobDays = 400

/** Of a job that ended then. */
export function jobExpiry(finishedAt: number | undefined, retentionDays: number | undefined): number | undefined {
  return retentionDays === undefined || finishedAt === undefined ? undefined : expiry(finishedAt, retentionDays)
}

/** Of a result or input that was written then. */
export function recordExpiry(writtenAt: number, retentionDays: number | undefined): number | undefined {
  return retentionDays === undefined ? undefined : expiry(writtenAt, retentionDays + longestJobDays)
}

function expiry(at: number, days: number): number {
  return Math.ceil(at / 1_000) + days * secondsPerDay
}
