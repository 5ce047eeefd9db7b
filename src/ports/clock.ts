export interface Clock {
  /** Epoch ms. */
  now(): number
  /** Settles after that time; at once for 0 or less. */
  sleep(ms: number): Promise<void>
}
