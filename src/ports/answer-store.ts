/**
 * Answers of language models, for whoever asks the same again: a cache. What was put may be gone at any time, nothing that
 * was put is ever changed in part, and two who put under one key are both right.
 *
 * Keys begin with the name of the agent and `#`.
 */
export interface AnswerStore {
  /** Undefined: ask the model. Throws `STORE_UNAVAILABLE`, `STORE_RECORD_UNREADABLE`. */
  get(key: string): Promise<KeptAnswer | undefined>
  /** Keeps nothing that is larger than `maxAnswerBytes`. Throws `STORE_UNAVAILABLE`. */
  put(key: string, answer: KeptAnswer): Promise<void>
}

export interface KeptAnswer {
  /** As its reader wrote it. */
  readonly text: string
  /** Epoch ms. Who reads it looks at this: stores remove what has expired when they like. */
  readonly expiresAt: number
}
