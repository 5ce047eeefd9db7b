import { createHash } from 'node:crypto'
import type { Definition, Workflow } from '../core/definition.ts'
import { Fault } from '../core/fault.ts'
import type { Job, Priority } from '../core/job.ts'
import { canonicalJson, type JsonValue } from '../core/json.ts'
import { workflowOf } from '../planner/draft.ts'
import { submitWakeMs } from '../planner/rerun-job.ts'
import { checkInput } from './check-input.ts'
import { keepDefinition } from './definitions.ts'
import type { EnginePorts } from './engine-ports.ts'
import { storePayload } from './payloads.ts'

export interface Submission {
  readonly tenant: string
  /** Default: `default`. */
  readonly workflow?: string
  readonly input: JsonValue
  readonly labels?: Readonly<Record<string, string>>
  readonly priority?: Priority
  /** Replaces the workflow's. */
  readonly deadlineMs?: number
  /** Nothing starts before. */
  readonly delayMs?: number
  /** The same key with the same submission is the same job, for ever. */
  readonly idempotencyKey?: string
  /** The job that this one repeats with other input. */
  readonly rerunOf?: string
}

export interface Submitted {
  readonly job: Job
  /** False: the key was used before, and this is the job it made. */
  readonly created: boolean
}

/**
 * Accepts a job: once it settles the job is durable and will be carried out, whatever fails.
 * Throws the faults `WORKFLOW_NOT_FOUND`, `JOB_INPUT_INVALID` (with findings), `JOB_KEY_REUSED`, and those of the store.
 */
export async function submitJob(
  ports: EnginePorts,
  definition: Definition,
  submission: Submission,
): Promise<Submitted> {
  const workflow = workflowOf(definition, submission.workflow ?? 'default')
  await checkInput(workflow, submission.input)
  await keepDefinition(ports.store, definition)
  const job = await newJob(ports, { definition, workflow, submission })
  const answer = await ports.store.createJob(job)
  if (!answer.created && answer.existing.payloadHash !== job.payloadHash) {
    throw new Fault('JOB_KEY_REUSED', { jobId: job.jobId })
  }
  // Also for a repeated submit: its client may repeat because the first hint was lost.
  await ports.queue.send([{ kind: 'job.submitted', jobId: job.jobId }], submission.delayMs ?? 0)
  if (answer.created) ports.meter.count('jobs_submitted', { workflow: workflow.name })
  return answer.created ? { job, created: true } : { job: answer.existing, created: false }
}

interface NewJob {
  readonly definition: Definition
  readonly workflow: Workflow
  readonly submission: Submission
}

async function newJob(ports: EnginePorts, { definition, workflow, submission }: NewJob): Promise<Job> {
  const now = ports.clock.now()
  const { tenant, idempotencyKey, delayMs = 0, rerunOf } = submission
  const jobId = idempotencyKey === undefined ? ports.ids.jobId() : jobIdOfKey(tenant, idempotencyKey)
  const deadlineMs = submission.deadlineMs ?? workflow.deadlineMs
  const deadlineAt = now + (deadlineMs ?? Infinity)
  const hash = payloadHash(submission)
  return {
    format: 1,
    jobId,
    tenant,
    workflow: workflow.name,
    definitionHash: definition.hash,
    status: 'pending',
    version: 1,
    epoch: 1,
    // Under the payload's hash: a key that is used again for another payload must not write over the first one's input.
    input: await storePayload(ports.blobs, `inputs/${jobId}/${hash}.json`, submission.input),
    payloadHash: hash,
    labels: submission.labels ?? {},
    priority: submission.priority ?? 'normal',
    createdAt: now,
    updatedAt: now,
    ...(delayMs > 0 ? { startAt: now + delayMs } : {}),
    ...(deadlineMs === undefined ? {} : { deadlineMs, deadlineAt }),
    stepsStarted: 0,
    rules: [],
    steps: [],
    wakeAt: Math.min(now + Math.max(delayMs, submitWakeMs), deadlineAt),
    ...(rerunOf === undefined ? {} : { rerunOf }),
    earlierEpochs: [],
  }
}

/** 130 bits of the key's hash in the alphabet of job ids. */
function jobIdOfKey(tenant: string, key: string): string {
  const digest = createHash('sha256').update(`${tenant}\n${key}`).digest()
  return BigInt(`0x${digest.toString('hex')}`)
    .toString(36)
    .padStart(50, '0')
    .slice(-25)
}

function payloadHash({
  workflow = 'default',
  input,
  labels = {},
  priority = 'normal',
  deadlineMs,
  delayMs,
}: Submission): string {
  const rest = { ...(deadlineMs === undefined ? {} : { deadlineMs }), ...(delayMs === undefined ? {} : { delayMs }) }
  return createHash('sha256')
    .update(canonicalJson({ workflow, input, labels, priority, ...rest }))
    .digest('hex')
}
