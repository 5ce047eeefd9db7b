import { Fault } from '../../core/fault.ts'
import { awsProblem } from './aws-problem.ts'

/**
 * The fault for what the DynamoDB client threw: `STORE_UNAVAILABLE`.
 *
 * Retryable is everything that may pass without a change to the request: throttling, 5xx, timeouts, broken connections
 * (which the SDK has tried again by itself), but also a missing table, permission or credential. Those are faults of a
 * deployment, which somebody repairs, and no reason to fail a job: its messages come back until then.
 * Not retryable is a request that DynamoDB calls invalid: the same job would make the same request again.
 */
export function dynamoFault(operation: string, thrown: unknown): Fault {
  if (thrown instanceof Fault) return thrown
  const retryable = !(thrown instanceof Error && invalidRequests.has(thrown.name))
  return new Fault('STORE_UNAVAILABLE', { operation, problem: awsProblem(thrown) }, { cause: thrown, retryable })
}

const invalidRequests: ReadonlySet<string> = new Set([
  'ValidationException',
  'SerializationException',
  'ItemCollectionSizeLimitExceededException',
])
