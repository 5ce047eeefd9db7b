/** P9: whatever became of messages, calls and processes, steady work ends in one way only. */
import type { Job } from '../../core/job.ts'
import { loadOutputs } from '../../engine/outputs.ts'
import type { Ran } from './run-jobs.ts'
import type { Violation } from './seed.ts'

/** How each job ended, by id: all that does not depend on time. */
export async function endsOf({ report, store, blobs }: Ran): Promise<Map<string, string>> {
  const ends = new Map<string, string>()
  for (const job of report.jobs) ends.set(job.jobId, await endOf(job, { store, blobs }))
  return ends
}

/** Of a job that fails, which steps were cut off depends on time; that it fails does not. */
async function endOf(job: Job, ports: Pick<Ran, 'store' | 'blobs'>): Promise<string> {
  if (job.status !== 'completed') return job.status
  const completed = job.steps.filter(({ status, kind }) => status === 'completed' && kind === 'agent')
  const outputs = await loadOutputs(ports, job, completed)
  const steps = job.steps.map(({ stepId, status, agent, cause }) => {
    return [stepId, status, agent ?? '', cause ?? '', withoutAttempt(outputs.get(stepId))]
  })
  const rules = job.rules.map((rule) => [rule.verdict, rule.verdict === null ? [] : rule.missing])
  return JSON.stringify([job.status, rules, steps])
}

function withoutAttempt(output: unknown): unknown {
  if (typeof output !== 'object' || output === null) return output
  const { attempt: _attempt, filling: _filling, ...rest } = output as Record<string, unknown>
  return rest
}

/** Jobs of clients that gave up are in one run only. */
export function compareEnds(ends: ReadonlyMap<string, string>, kind: ReadonlyMap<string, string>): Violation[] {
  const violations: Violation[] = []
  for (const [jobId, end] of ends) {
    const expected = kind.get(jobId)
    if (expected === end) continue
    violations.push({ invariant: 'P9', text: `${jobId} ends as ${end}, without accidents as ${expected}`, jobId })
  }
  return violations
}
