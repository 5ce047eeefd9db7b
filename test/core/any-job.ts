import fc from 'fast-check'
import type { Join } from '../../src/core/definition.ts'
import { type EpochRecord, type Job, type JobError, priorities, type RuleDecision } from '../../src/core/job.ts'
import type { JsonValue } from '../../src/core/json.ts'
import type { ModelUsage } from '../../src/core/model-usage.ts'
import type { Payload } from '../../src/core/payload.ts'
import { jobStatuses, stepStatuses } from '../../src/core/status.ts'
import type { ResultRef, Step, StepCause, StepError } from '../../src/core/step.ts'

type Arbitraries<T> = { readonly [K in keyof T]-?: fc.Arbitrary<Exclude<T[K], undefined>> }

/** Names as people write them, and text that some layer might escape, cut, fold or take for something else. */
const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('cleaner', 'cleaner-2', 'default', 'results.trend.score', '', '0', '__proto__', 'constructor'),
  fc.string({ unit: fc.constantFrom(...'aZ0"\'\\\n\u0000é東#/', '🎭', '\ud800', '\u2028'), maxLength: 12 }),
)

const anyInstant = fc.oneof(fc.integer({ min: 1_600_000_000_000, max: 1_900_000_000_000 }), fc.nat(20))
const anyCount = fc.oneof(fc.nat(3), fc.nat())
const anyHash = fc.oneof(fc.uint8Array({ minLength: 32, maxLength: 32 }).map(hex), anyText, fc.constant('A'.repeat(64)))
const anyToken = fc.oneof(fc.uint8Array({ minLength: 24, maxLength: 24 }).map(base64url), anyText)
const anyJson = fc.jsonValue({ maxDepth: 2, stringUnit: 'binary' }) as fc.Arbitrary<JsonValue>
const anyStepId = fc.constantFrom('a', 'b', 'c', 'cleaner', 'cleaner-2')

const anyPayload: fc.Arbitrary<Payload> = fc.oneof(
  fc.record({ json: anyJson, bytes: anyCount }),
  fc.record({ blob: anyText, bytes: anyCount }),
)

const anyStepError: fc.Arbitrary<StepError> = filled<StepError>(
  { code: anyText, message: anyText, retryable: fc.boolean() },
  ['code', 'message'],
)

const anyCause: fc.Arbitrary<StepCause> = fc.oneof(
  fc.record({ kind: fc.constant('whenFalse' as const), reason: anyText }),
  fc.record({ kind: fc.constant('needs' as const), stepId: anyStepId, status: fc.constantFrom(...stepStatuses) }),
  fc.record({ kind: fc.constant('tooFewCompleted' as const), completed: anyCount, needed: anyCount }),
  fc.record({ kind: fc.constant('jobFailed' as const), code: anyText }),
  fc.record({ kind: fc.constant('jobFailed' as const), code: anyText, stepId: anyStepId }),
  fc.record({ kind: fc.constant('jobCancelled' as const) }),
)

const anyJoin: fc.Arbitrary<Join> = fc.oneof(
  fc.constantFrom('settled' as const, 'all' as const, 'any' as const),
  fc.record({ atLeast: anyCount }),
)

const anyResult: fc.Arbitrary<ResultRef> = fc.record({
  agent: fc.oneof(anyStepId, anyText),
  epoch: fc.integer({ min: 1, max: 2 }),
  attempt: fc.nat(2),
  bytes: anyCount,
})

const anyUsage: fc.Arbitrary<ModelUsage> = filled<ModelUsage>(
  {
    requests: anyCount,
    inputTokens: anyCount,
    outputTokens: anyCount,
    microUsd: fc.oneof(anyCount, fc.constant('unknown' as const)),
    simulated: fc.constant(true),
  },
  ['requests', 'inputTokens', 'outputTokens', 'microUsd'],
)

export const stepParts: Arbitraries<Step> = {
  stepId: fc.oneof(anyStepId, anyText),
  rule: fc.nat(9),
  template: fc.oneof(anyStepId, anyText),
  kind: fc.constantFrom('agent', 'wait'),
  agent: fc.oneof(anyStepId, anyText),
  needs: fc.array(fc.oneof(anyStepId, anyText), { maxLength: 4 }),
  join: anyJoin,
  status: fc.constantFrom(...stepStatuses),
  attempt: fc.nat(2),
  token: anyToken,
  leaseUntil: anyInstant,
  dueAt: anyInstant,
  failures: anyCount,
  crashes: anyCount,
  interruptions: anyCount,
  result: anyResult,
  error: anyStepError,
  tolerated: fc.constant(true),
  usage: anyUsage,
  fellBackFrom: anyText,
  cause: anyCause,
  startedAt: anyInstant,
  finishedAt: anyInstant,
}

/** Half of the steps are called as their template and agent, like most steps. */
const anyStep: fc.Arbitrary<Step> = fc
  .tuple(
    filled<Step>(stepParts, [
      ...['stepId', 'rule', 'template', 'kind', 'needs', 'join', 'status', 'attempt'],
      ...['failures', 'crashes', 'interruptions'],
    ] as (keyof Step)[]),
    fc.boolean(),
  )
  .map(([step, usual]) => (usual ? { ...step, template: step.stepId, agent: step.stepId } : step))

const anyRule: fc.Arbitrary<RuleDecision> = fc.oneof(
  fc.constant({ verdict: null }),
  fc.record(
    {
      verdict: fc.boolean(),
      decidedAt: anyInstant,
      read: fc.array(fc.tuple(anyText, anyJson), { maxLength: 3 }),
      missing: fc.array(anyText, { maxLength: 2 }),
      planned: fc.boolean(),
      problem: anyText,
    },
    { requiredKeys: ['verdict', 'decidedAt', 'read', 'missing', 'planned'] },
  ),
)

const anyJobError: fc.Arbitrary<JobError> = filled<JobError>(
  { code: anyText, message: anyText, retryable: fc.boolean(), hint: anyText, stepId: anyStepId },
  ['code', 'message'],
)

const anyEpoch: fc.Arbitrary<EpochRecord> = filled<EpochRecord>(
  {
    epoch: anyCount,
    status: fc.constantFrom(...jobStatuses),
    startedAt: anyInstant,
    finishedAt: anyInstant,
    error: anyJobError,
    usage: anyUsage,
  },
  ['epoch', 'status', 'finishedAt'],
)

export const jobParts: Arbitraries<Job> = {
  format: fc.constant(1),
  jobId: fc.stringMatching(/^[a-z0-9]{1,25}$/),
  tenant: anyText,
  workflow: anyText,
  definitionHash: anyHash,
  status: fc.constantFrom(...jobStatuses),
  version: fc.oneof(fc.constant(1), anyCount),
  epoch: fc.integer({ min: 1, max: 3 }),
  input: anyPayload,
  payloadHash: anyHash,
  labels: fc.array(fc.tuple(anyText, anyText), { maxLength: 4 }).map((entries) => Object.fromEntries(entries)),
  priority: fc.constantFrom(...priorities),
  createdAt: anyInstant,
  updatedAt: anyInstant,
  startAt: anyInstant,
  startedAt: anyInstant,
  finishedAt: anyInstant,
  deadlineMs: anyCount,
  deadlineAt: anyInstant,
  stepsStarted: anyCount,
  rules: fc.array(anyRule, { maxLength: 5 }),
  steps: fc.array(anyStep, { maxLength: 6 }),
  cancelRequestedAt: anyInstant,
  pausedAt: anyInstant,
  wakeAt: anyInstant,
  rerunOf: anyText,
  error: anyJobError,
  earlierEpochs: fc.array(anyEpoch, { maxLength: 2 }),
}

/** Any job the types allow, also those no planner would make; each optional field is there or not. */
export const anyJob: fc.Arbitrary<Job> = filled<Job>(jobParts, [
  ...['format', 'jobId', 'tenant', 'workflow', 'definitionHash', 'status', 'version', 'epoch', 'input', 'payloadHash'],
  ...['labels', 'priority', 'createdAt', 'updatedAt', 'stepsStarted', 'rules', 'steps', 'earlierEpochs'],
] as (keyof Job)[]).map((job) => JSON.parse(JSON.stringify(job)) as Job)

function filled<T>(parts: Arbitraries<T>, requiredKeys: (keyof T)[]): fc.Arbitrary<T> {
  return fc.record(parts, { requiredKeys } as never) as unknown as fc.Arbitrary<T>
}

function hex(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('hex')
}

function base64url(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64url')
}
