/** Everything random, so that a simulation can replay it. */
export interface Ids {
  /** A new job id: `[a-z0-9]`, unguessable (>= 100 bits). */
  jobId(): string
  /** Names one attempt; unguessable. */
  token(): string
  /** A draw from [0, 1): jitter. */
  random(): number
}
