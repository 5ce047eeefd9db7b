/** Lets something happen later, so that tests can own the time. */
export interface Timers {
  /** Runs it once, not before `ms` have passed; the answer cancels it and may be called at any time. */
  after(ms: number, run: () => void): () => void
}
