/** What the local Lambda service and the process that stands for one instance say to each other. */

/** One invocation, as the instance is given it. */
export interface InvocationMessage {
  readonly event: unknown
  readonly requestId: string
  readonly functionName: string
  readonly memoryMb: number
  readonly timeoutMs: number
  /** The instance's clock shows this much more than the machine's: time that passed for the cloud alone. */
  readonly clockAheadMs: number
  readonly death?: Death
}

/**
 * Where the process ends itself with SIGKILL: before its n-th outgoing request leaves (from 1), after the answer to it
 * has come and before anything was made of it, or when the handler has returned and nobody knows yet.
 */
export type Death =
  | { readonly when: 'beforeRequest' | 'afterAnswer'; readonly request: number }
  | { readonly when: 'afterReturn' }

export type InstanceMessage =
  | { readonly kind: 'ready' }
  | { readonly kind: 'returned'; readonly value: unknown; readonly requests: number }
  /** `isLast`: nobody caught it, and the process ends. */
  | { readonly kind: 'threw'; readonly error: FunctionError; readonly isLast: boolean }

/** The payload of a failed invocation, as Lambda writes it. */
export interface FunctionError {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace?: readonly string[]
}
