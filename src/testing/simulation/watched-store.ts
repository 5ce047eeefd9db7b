/** The store as one process sees it; every call that takes effect is checked. */
import type { Job } from '../../core/job.ts'
import type { JobStore } from '../../ports/job-store.ts'
import { type Change, earlierOf } from './invariants/change.ts'
import { checkRules } from './invariants/check-rules.ts'
import { checkSteps } from './invariants/check-steps.ts'
import { checkMoving, checkWake } from './invariants/check-wake.ts'
import { checkWriter } from './invariants/check-writer.ts'
import { checkCounted, checkRead, checkRecord, checkStarts, entryOf } from './invariants/ledger.ts'
import { report, type Watch } from './watch.ts'
import type { Process } from './world.ts'

export function watchedStore(watch: Watch, process: Process): JobStore {
  return { ...watch.store, ...watchedJobs(watch, process), ...watchedResults(watch), loadDefinition: oneObject(watch) }
}

/** Every process is given the same object for a definition, as if each had been at work before: reading it takes long. */
function oneObject({ store, loaded }: Watch): JobStore['loadDefinition'] {
  return async (hash) => {
    const definition = loaded.get(hash) ?? (await store.loadDefinition(hash))
    if (definition !== undefined) loaded.set(hash, definition)
    return definition
  }
}

/** Saves of one process about one job before it counts as going round in circles (P12): a start that fails is one more. */
const maxSaves = 60

function watchedJobs(watch: Watch, process: Process): Pick<JobStore, 'createJob' | 'loadJob' | 'saveJob'> {
  const { store, jobs } = watch
  /** Which version of a job the process loaded or saved last, and how often it saved. */
  const seen = new Map<string, { version: number; saves: number }>()
  const seenOf = (jobId: string): { version: number; saves: number } => {
    const known = seen.get(jobId) ?? { version: 0, saves: 0 }
    seen.set(jobId, known)
    return known
  }
  return {
    async createJob(job) {
      const answer = await store.createJob(job)
      if (answer.created) checkCreated(watch, job)
      return answer
    },
    async loadJob(jobId) {
      const job = await store.loadJob(jobId)
      seenOf(jobId).version = job?.version ?? 0
      return job
    },
    async saveJob(job) {
      const known = seenOf(job.jobId)
      const decidedOn = known.version
      // Until it loads the job again, or its save took effect, it knows nothing of the job.
      known.version = 0
      const before = jobs.get(job.jobId)
      if (!(await store.saveJob(job)) || before === undefined) return false
      await checkChange(watch, { before, after: job, process })
      const { name } = process
      if (decidedOn !== job.version - 1) {
        report(watch, [{ invariant: 'P2', text: `${name} decides on a state that it neither loaded nor saved` }], job)
      }
      known.saves += 1
      if (known.saves > maxSaves) report(watch, [{ invariant: 'P12', text: `${name} decides again and again` }], job)
      known.version = job.version
      return true
    },
  }
}

function checkCreated(watch: Watch, job: Job): void {
  const { jobs, definition } = watch
  jobs.set(job.jobId, job)
  watch.states += 1
  const submitted = {
    before: { ...job, epoch: 0 },
    after: job,
    decidedAt: job.updatedAt,
    writer: 'api' as const,
    definition,
  }
  report(watch, checkWake(submitted), job)
}

const checks = [checkWriter, checkWake, checkMoving, checkSteps, checkRules] as const

async function checkChange(
  watch: Watch,
  { before, after, process }: { before: Job; after: Job; process: Process },
): Promise<void> {
  const { jobs, definition, ledger, truth } = watch
  const change: Change = { before, after, decidedAt: after.updatedAt, writer: process.kind, definition }
  checkClock(watch, after)
  jobs.set(after.jobId, after)
  watch.states += 1
  for (const check of checks) report(watch, check(change), after)
  report(watch, checkStarts(ledger, change), after)
  for (const step of after.steps) {
    if (step.result?.epoch !== after.epoch || earlierOf(change, step)?.result !== undefined) continue
    const [result] = await truth.loadResults([{ jobId: after.jobId, stepId: step.stepId, ...step.result }])
    report(watch, checkCounted(ledger, step, result), after)
  }
}

/** The other checks take a writer's word for the time; it must not be ahead of the true time by more than clocks are. */
function checkClock(watch: Watch, job: Job): void {
  const ahead = job.updatedAt - watch.now()
  if (ahead > watch.skewMs) report(watch, [{ invariant: 'P2', text: `decided ${ahead} ms ahead of the time` }], job)
}

function watchedResults(watch: Watch): Pick<JobStore, 'claimResult' | 'recordResult' | 'loadResults'> {
  const { store, truth, ledger, jobs } = watch
  return {
    async claimResult(claim) {
      const claimed = await store.claimResult(claim)
      if (claimed) entryOf(ledger, claim).claim ??= claim
      return claimed
    },
    async recordResult(record) {
      const isDone = await store.recordResult(record)
      if (!isDone) return false
      const [result] = await truth.loadResults([record])
      report(watch, checkRecord(ledger, record, { result, now: watch.now() }), jobs.get(record.jobId))
      return true
    },
    async loadResults(keys) {
      for (const result of await truth.loadResults(keys)) {
        if (result !== undefined) report(watch, checkRead(ledger, result), jobs.get(result.jobId))
      }
      return await store.loadResults(keys)
    },
  }
}
