import type { AgentDefinition, Definition } from '../src/core/definition.ts'
import type { Job } from '../src/core/job.ts'
import type { AttemptKey, AttemptResult } from '../src/core/result.ts'
import { defaultRetry } from '../src/core/retry.ts'
import type { Step } from '../src/core/step.ts'
import type { AttemptCall } from '../src/ports/agent-invoker.ts'
import type { ResultClaim } from '../src/ports/job-store.ts'

/** Epoch ms at which the built things happen. */
export const builtAt = 1_700_000_000_000

export function aJob(overrides: Partial<Job> = {}): Job {
  return {
    format: 1,
    jobId: 'job1',
    tenant: 'default',
    workflow: 'default',
    definitionHash: 'definition1',
    status: 'pending',
    version: 1,
    epoch: 1,
    input: { json: {}, bytes: 2 },
    payloadHash: 'payload1',
    labels: {},
    priority: 'normal',
    createdAt: builtAt,
    updatedAt: builtAt,
    stepsStarted: 0,
    rules: [],
    steps: [],
    earlierEpochs: [],
    ...overrides,
  }
}

export function aStep(overrides: Partial<Step> = {}): Step {
  const stepId = overrides.stepId ?? 'cleaner'
  return {
    stepId,
    rule: 0,
    template: stepId,
    kind: 'agent',
    agent: stepId,
    needs: [],
    join: 'settled',
    status: 'pending',
    attempt: 0,
    failures: 0,
    crashes: 0,
    interruptions: 0,
    ...overrides,
  }
}

export function anAttempt(overrides: Partial<AttemptKey> = {}): AttemptKey {
  return { jobId: 'job1', stepId: 'cleaner', epoch: 1, attempt: 1, agent: 'cleaner', ...overrides }
}

export function aCall(overrides: Partial<AttemptCall> = {}): AttemptCall {
  return {
    ...anAttempt(),
    token: 'token1',
    timeoutMs: 60_000,
    priority: 'normal',
    workflow: 'default',
    tenant: 'local',
    labels: {},
    input: null,
    results: {},
    ...overrides,
  }
}

export function aClaim(overrides: Partial<ResultClaim> = {}): ResultClaim {
  return { ...anAttempt(), owner: 'process1', token: 'token1', startedAt: builtAt, ...overrides }
}

/** Completed, unless overridden. */
export function aResult(overrides: Partial<AttemptResult> = {}): AttemptResult {
  return {
    ...aClaim(),
    status: 'completed',
    output: { json: { rows: 3 }, bytes: 10 },
    finishedAt: builtAt + 1_000,
    ...overrides,
  }
}

export function aDefinition(overrides: Partial<Definition> = {}): Definition {
  return {
    format: 1,
    hash: 'definition1',
    project: { name: 'example', version: '1.0.0' },
    agents: {},
    workflows: {},
    ...overrides,
  }
}

export function anAgent(overrides: Partial<AgentDefinition> = {}): AgentDefinition {
  const { name = 'cleaner' } = overrides
  return {
    name,
    type: 'worker',
    description: '',
    entry: `agents/${name}/agent.ts`,
    timeoutMs: 60_000,
    memoryMb: 128,
    environment: [],
    environmentValues: {},
    skills: [],
    tools: [],
    retry: defaultRetry,
    onError: { kind: 'fail' },
    ...overrides,
  }
}
