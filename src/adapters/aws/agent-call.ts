/**
 * An attempt's call on its way through Lambda: how it is written, and how it is read and checked.
 *
 * 1. A call of up to 100 KB travels whole. A larger one is a blob, and a reference travels: Lambda's on-failure record
 *    repeats the event beside the error, and must always fit a message of SQS (256 KB).
 * 2. The fields that name the attempt stand beside the reference, so that such a record can be read without the blob.
 * 3. The reference's key follows from these fields: nobody can be led to another blob.
 */
import { Fault } from '../../core/fault.ts'
import { priorities } from '../../core/job.ts'
import { isJsonObject, type JsonObject, type JsonValue } from '../../core/json.ts'
import type { AttemptKey } from '../../core/result.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'
import type { BlobStore } from '../../ports/blob-store.ts'

const maxEventBytes = 100 * 1_024

/** The event for Lambda, as JSON text. Puts a large call to the blob store first, whose faults pass through. */
export async function writeAgentCall(call: AttemptCall, blobs: BlobStore): Promise<string> {
  const text = JSON.stringify(call)
  if (Buffer.byteLength(text) <= maxEventBytes) return text
  const key = callKey(call)
  await blobs.put(key, Buffer.from(text))
  const { jobId, stepId, epoch, attempt, agent } = call
  return JSON.stringify({ jobId, stepId, epoch, attempt, agent, callBlob: key })
}

/**
 * The call in an event that `writeAgentCall` wrote. Throws `AGENT_EVENT_INVALID` for anything else; the blob store's
 * `BLOB_MISSING` and `STORE_UNAVAILABLE` pass through.
 */
export async function readAgentCall(value: unknown, blobs: BlobStore): Promise<AttemptCall> {
  const event = checkedEvent(value, attemptFields)
  if (event.callBlob === undefined) return callOf(event)
  const key = callKey(event as unknown as AttemptKey)
  if (event.callBlob !== key) throw invalid(`callBlob is not ${key}`)
  const call = callOf(checkedEvent(parsed(await blobs.get(key), key), attemptFields))
  if (callKey(call) !== key) throw invalid(`blob ${key} holds the call of another attempt`)
  return call
}

function callKey({ agent, jobId, stepId, epoch, attempt }: AttemptKey): string {
  return `calls/${agent}/${jobId}/${stepId}/${epoch}-${attempt}.json`
}

function parsed(bytes: Uint8Array, key: string): unknown {
  try {
    return JSON.parse(Buffer.from(bytes).toString('utf8'))
  } catch {
    throw invalid(`blob ${key} is not JSON`)
  }
}

function callOf(event: JsonObject): AttemptCall {
  checkedEvent(event, workFields)
  const names = [...Object.keys(attemptFields), ...Object.keys(workFields)]
  // What a newer version added is left out.
  const known = names.flatMap((name) => (event[name] === undefined ? [] : [[name, event[name]]]))
  return Object.fromEntries(known) as AttemptCall
}

function checkedEvent(value: unknown, fields: Readonly<Record<string, FieldCheck>>): JsonObject {
  if (!isJsonObject(value)) throw invalid('it is not a JSON object')
  for (const [name, { holds, shape }] of Object.entries(fields))
    if (!holds(value[name])) throw invalid(value[name] === undefined ? `${name} is missing` : `${name} is not ${shape}`)
  return value
}

interface FieldCheck {
  readonly holds: (value: JsonValue | undefined) => boolean
  readonly shape: string
}

const name: FieldCheck = {
  holds: (value) => typeof value === 'string' && /^[A-Za-z0-9._-]{1,200}$/.test(value),
  shape: 'a name of [A-Za-z0-9._-]',
}
const text: FieldCheck = { holds: (value) => typeof value === 'string' && value !== '', shape: 'a text' }
const count: FieldCheck = {
  holds: (value) => Number.isSafeInteger(value) && Number(value) > 0,
  shape: 'a whole number above 0',
}

/** What names the attempt. */
const attemptFields = {
  jobId: name,
  stepId: name,
  agent: name,
  epoch: count,
  attempt: count,
} as const satisfies Record<keyof AttemptKey, FieldCheck>

/** What it needs besides. */
const workFields = {
  token: text,
  timeoutMs: count,
  priority: { holds: (value) => priorities.some((one) => one === value), shape: `one of ${priorities.join(', ')}` },
  workflow: text,
  tenant: text,
  labels: {
    holds: (value) => isJsonObject(value) && Object.values(value).every((one) => typeof one === 'string'),
    shape: 'an object of texts',
  },
  input: { holds: (value) => value !== undefined, shape: 'a JSON value' },
  results: { holds: isJsonObject, shape: 'an object' },
  budgetMicroUsd: {
    holds: (value) => value === undefined || (Number.isSafeInteger(value) && Number(value) >= 0),
    shape: 'a whole number',
  },
} as const satisfies Record<Exclude<keyof AttemptCall, keyof AttemptKey>, FieldCheck>

function invalid(problem: string): Fault {
  return new Fault('AGENT_EVENT_INVALID', { problem })
}
