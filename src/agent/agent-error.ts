const mark = Symbol.for('troupe.agentError')

export interface AgentErrorOptions {
  readonly cause?: unknown
}

/** An error that says itself whether trying again can help. Made by `retryable` and `fatal`. */
export class AgentError extends Error {
  override readonly name = 'AgentError'
  readonly code: string
  readonly retryable: boolean
  // A mark instead of `instanceof`: two copies of this package in one project must know each other's errors.
  readonly [mark] = true

  constructor(code: string, message: string, options: AgentErrorOptions & { readonly retryable: boolean }) {
    super(message, 'cause' in options ? { cause: options.cause } : undefined)
    this.code = code
    this.retryable = options.retryable
  }
}

/**
 * An error after which the step is tried again while attempts are left, whatever `retry.on` lists. Throw it.
 * @param code the author's own, in the manner of `UPSTREAM_THROTTLED`; it is shown on the step
 * @param message its first line is kept, up to 500 characters
 */
export function retryable(code: string, message: string, options: AgentErrorOptions = {}): AgentError {
  return new AgentError(code, message, { ...options, retryable: true })
}

/** An error after which the step is not tried again: its `on_error` decides what follows. Throw it. */
export function fatal(code: string, message: string, options: AgentErrorOptions = {}): AgentError {
  return new AgentError(code, message, { ...options, retryable: false })
}

export function isAgentError(thrown: unknown): thrown is AgentError {
  return thrown instanceof Error && mark in thrown
}
