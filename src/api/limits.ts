/** What one request may hold. Each limit has a test at it and one beyond it. */

export const maxBodyBytes = 256 * 1_024
/** A synchronous Lambda call takes 6 MB; this leaves room for its envelope. */
export const maxBatchBytes = 5 * 1_024 * 1_024
export const maxBatchJobs = 1_000
/** Levels of nesting of a whole body; a batch holds its submissions two levels further in. */
export const maxBodyDepth = 32
export const maxBatchDepth = maxBodyDepth + 2
export const maxLabels = 20
/** UTF-16 units, of a label's name and of its value. */
export const maxLabelLength = 128
export const maxIdempotencyKeyLength = 255
export const maxListLimit = 100
export const defaultListLimit = 20
/** Below the 30 s after which an API Gateway gives up. */
export const maxWaitSeconds = 20
