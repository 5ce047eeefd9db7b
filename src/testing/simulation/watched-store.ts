/** A store that checks the invariants with every write. Numbers as in docs/engine.md. */
import type { Job } from '../../core/job.ts'
import type { AttemptKey } from '../../core/result.ts'
import { isTerminal } from '../../core/status.ts'
import type { Step } from '../../core/step.ts'
import type { JobStore } from '../../ports/job-store.ts'
import type { Ablation } from './simulated-platform.ts'

export interface Watch {
  readonly store: JobStore
  readonly violations: string[]
  /** Jobs by id, as they are. */
  readonly jobs: Map<string, Job>
  executed(attempt: AttemptKey): void
}

export interface WatchOptions {
  readonly store: JobStore
  readonly now: () => number
  readonly ablation?: Ablation
}

export function watchStore({ store, now, ablation }: WatchOptions): Watch {
  const violations: string[] = []
  const jobs = new Map<string, Job>()
  const executions = new Set<string>()
  const recorded = new Map<string, string>()
  const check = (holds: boolean, what: string): void => {
    if (!holds) violations.push(what)
  }
  const watched: JobStore = {
    ...store,
    async createJob(job) {
      const answer = await store.createJob(job)
      if (answer.created) jobs.set(job.jobId, job)
      return answer
    },
    async saveJob(job) {
      const before = jobs.get(job.jobId)
      const saved = await store.saveJob(
        ablation === 'versionCheck' && before !== undefined ? { ...job, version: before.version + 1 } : job,
      )
      if (!saved || before === undefined) return saved
      for (const broken of brokenBy(before, job, now()))
        violations.push(`${broken} (${job.jobId} version ${job.version})`)
      jobs.set(job.jobId, ablation === 'versionCheck' ? { ...job, version: before.version + 1 } : job)
      return true
    },
    async claimResult(claim) {
      const claimed = await store.claimResult(claim)
      return ablation === 'claim' ? true : claimed
    },
    async recordResult(record) {
      const [result] = await store.loadResults([record])
      const done = await store.recordResult(record)
      if (!done) return false
      const key = keyOf(record)
      const ending = JSON.stringify([record.outcome, record.finishedAt])
      check((recorded.get(key) ?? ending) === ending, `P6: ${key} is recorded twice`)
      check(result?.owner === record.owner, `P6: ${key} is recorded by ${record.owner}, claimed by ${result?.owner}`)
      recorded.set(key, ending)
      return true
    },
  }
  return {
    store: watched,
    violations,
    jobs,
    executed(attempt) {
      check(!executions.has(keyOf(attempt)), `P5: ${keyOf(attempt)} runs twice`)
      executions.add(keyOf(attempt))
    },
  }
}

function* brokenBy(before: Job, after: Job, now: number): Generator<string> {
  if (after.version !== before.version + 1) yield 'P1: the version does not follow the one before'
  if (isTerminal(before.status) && after.epoch !== before.epoch + 1) yield 'P7: an ended job changes'
  if (!isTerminal(after.status) && after.wakeAt === undefined) yield 'P3: nobody is responsible'
  for (const step of after.steps) yield* brokenStep(before, after, { step, now })
  for (const [index, rule] of before.rules.entries()) {
    if (before.epoch === after.epoch && rule.verdict !== null && after.rules[index]?.verdict !== rule.verdict)
      yield `P10: rule ${index} is decided twice`
  }
}

function* brokenStep(before: Job, after: Job, { step, now }: { step: Step; now: number }): Generator<string> {
  const earlier = before.epoch === after.epoch ? before.steps.find(({ stepId }) => stepId === step.stepId) : undefined
  if (earlier !== undefined && step.attempt < earlier.attempt) yield `P5: the attempt of ${step.stepId} shrinks`
  if (earlier !== undefined && isTerminal(earlier.status) && step.status !== earlier.status) {
    yield `P6: ${step.stepId} ends twice`
  }
  const ran = earlier?.status === 'running' && earlier.attempt === step.attempt
  if (step.status === 'running' && !ran) yield* brokenStart(before, after, { step, now })
}

function* brokenStart(before: Job, after: Job, { step, now }: { step: Step; now: number }): Generator<string> {
  const open = after.steps.filter(({ status }) => !isTerminal(status))
  if (open.some(({ stepId }) => step.needs.includes(stepId))) yield `P4: ${step.stepId} starts before its needs`
  if (open.some(({ rule }) => rule < step.rule)) yield `P4: ${step.stepId} starts before the rules before it`
  const stopped = after.cancelRequestedAt !== undefined || after.pausedAt !== undefined || before.error !== undefined
  if (stopped) yield `P8: ${step.stepId} starts in a stopped job`
  if ((after.deadlineAt ?? Number.POSITIVE_INFINITY) <= now) yield `P8: ${step.stepId} starts after the deadline`
}

function keyOf({ jobId, stepId, epoch, attempt, agent }: AttemptKey): string {
  return `${jobId}/${stepId}/${epoch}/${attempt}/${agent}`
}
