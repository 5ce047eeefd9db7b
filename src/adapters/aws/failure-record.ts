/**
 * Reads what Lambda sends to the planner's queue when an agent's asynchronous invocation failed.
 * (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html)
 *
 * The reason is taken from `condition` and `errorType`. Only where Lambda gives nothing else is the text read: the signal
 * behind `Runtime.ExitError`, and timeouts of runtimes that send no `errorType`.
 */
import type { Fact, StepCrashed } from '../../core/fact.ts'
import { isJsonObject, type JsonObject } from '../../core/json.ts'

/** The process's end is told in one line; a thrown text could be long. */
const maxMessage = 1_000

/**
 * The fact in a record, or undefined when it is none, names no attempt, or its payload was left out as too large: the
 * lease finds the attempt then.
 *
 * An event that expired before its agent had a place never ran: it becomes a `wake`, upon which the planner starts the
 * attempt again under the same number.
 * @param body the parsed body of the message
 */
export function readFailureRecord(body: unknown): Fact | undefined {
  if (!isJsonObject(body) || !isJsonObject(body.requestContext) || !isJsonObject(body.requestPayload)) return undefined
  const { condition } = body.requestContext
  const { jobId, stepId, epoch, attempt } = body.requestPayload
  if (typeof jobId !== 'string' || jobId === '') return undefined
  if (condition === 'EventAgeExceeded') return { kind: 'wake', jobId }
  const failed = condition === 'RetriesExhausted' || functionErrorOf(body) !== undefined
  if (!failed || typeof stepId !== 'string' || !isCount(epoch) || !isCount(attempt)) return undefined
  return { kind: 'step.crashed', jobId, stepId, epoch, attempt, ...crashOf(body) }
}

function functionErrorOf({ responseContext }: JsonObject): unknown {
  return isJsonObject(responseContext) ? responseContext.functionError : undefined
}

function isCount(value: unknown): value is number {
  return Number.isSafeInteger(value) && Number(value) > 0
}

function crashOf({ responsePayload }: JsonObject): Pick<StepCrashed, 'reason' | 'message'> {
  if (!isJsonObject(responsePayload)) return { reason: 'crashed' }
  const type = typeof responsePayload.errorType === 'string' ? responsePayload.errorType : ''
  const text = typeof responsePayload.errorMessage === 'string' ? responsePayload.errorMessage : ''
  const message = [type, text].filter((part) => part !== '').join(': ')
  const reason = reasonByType.get(type) ?? reasonByText(type, text)
  return message === '' ? { reason } : { reason, message: message.slice(0, maxMessage).toWellFormed() }
}

const reasonByType: ReadonlyMap<string, StepCrashed['reason']> = new Map([
  ['Sandbox.Timedout', 'timedOut'],
  ['Runtime.OutOfMemory', 'outOfMemory'],
  // Thrown by the platform's own handler: the attempt could not be claimed or recorded. Not the agent's fault.
  ['Fault', 'interrupted'],
])

function reasonByText(type: string, text: string): StepCrashed['reason'] {
  // Killed: by the kernel, which is how a full sandbox ends. Aborted: by V8, whose heap is full before that.
  if (type === 'Runtime.ExitError' && /signal: (?:killed|aborted)/.test(text)) return 'outOfMemory'
  return type === '' && /Task timed out after/.test(text) ? 'timedOut' : 'crashed'
}
