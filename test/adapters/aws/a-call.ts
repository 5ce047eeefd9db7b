import type { AttemptCall } from '../../../src/ports/agent-invoker.ts'

export function aCall(changes: Partial<AttemptCall> = {}): AttemptCall {
  return {
    jobId: 'job1',
    stepId: 'cleaner-2',
    epoch: 2,
    attempt: 3,
    agent: 'cleaner',
    token: 'a-token',
    timeoutMs: 60_000,
    priority: 'normal',
    workflow: 'default',
    tenant: 'default',
    labels: { team: 'sales' },
    input: { rows: [1, 2, 3] },
    results: { loader: null },
    ...changes,
  }
}
