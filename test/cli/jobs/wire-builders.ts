import type { Job, JobEvent, Step } from '../../../src/api/contract.ts'

/** Instants of the tests, in ms after this one. */
export const start = Date.UTC(2026, 0, 2, 12)

export function at(ms: number): string {
  return new Date(start + ms).toISOString()
}

/** A running job of the workflow `default`. Rules are those its steps name, decided true. */
export function aWireJob({ steps = [], ...overrides }: Partial<Job> = {}): Job {
  const names = [...new Set(steps.map((step) => step.rule))]
  const rules = names.map((name) => ({ name, condition: 'always', verdict: true, reason: 'always true' }))
  return {
    jobId: 'job1',
    workflow: 'default',
    status: 'running',
    createdAt: at(0),
    updatedAt: at(0),
    startedAt: at(0),
    version: 2,
    epoch: 1,
    labels: {},
    priority: 'normal',
    definition: 'd1',
    input: { kind: 'full' },
    plan: { rules, complete: true },
    steps,
    ...overrides,
  }
}

/** A pending step of the rule `all`, carried out by the agent of its name. */
export function aWireStep(overrides: Partial<Step> & { readonly stepId: string }): Step {
  return { agent: overrides.stepId, rule: 'all', kind: 'agent', status: 'pending', attempt: 0, needs: [], ...overrides }
}

export function aWireEvent(overrides: Partial<JobEvent>): JobEvent {
  return { eventType: 'job.submitted', at: at(0), jobId: 'job1', workflow: 'default', epoch: 1, ...overrides }
}
