import type { Job } from '../../core/job.ts'
import { decodeJobCursor, encodeJobCursor, type JobPosition } from '../../core/job-cursor.ts'
import type { AttemptKey, AttemptResult } from '../../core/result.ts'
import type { JobPage, JobQuery, JobStore } from '../../ports/job-store.ts'

/**
 * The job table in memory, for tests and the simulator: the same answers as the durable stores, gone with the process.
 * Records are kept as JSON text, so no caller shares a value with the store. Lists go through every job.
 */
export function createMemoryStore(): JobStore {
  return { ...jobOperations(), ...resultOperations(), ...definitionOperations() }
}

/** What is asked of many jobs stands beside their text. */
interface StoredJob {
  readonly version: number
  readonly wakeAt: number | undefined
  readonly text: string
}

type JobOperations = Pick<JobStore, 'createJob' | 'loadJob' | 'saveJob' | 'listJobs' | 'listDueJobs'>

function jobOperations(): JobOperations {
  const jobs = new Map<string, StoredJob>()
  const load = (jobId: string): Job | undefined => parse<Job>(jobs.get(jobId)?.text)
  const put = (job: Job): void => {
    jobs.set(job.jobId, { version: job.version, wakeAt: job.wakeAt, text: JSON.stringify(job) })
  }
  const all = (): Job[] => [...jobs.values()].map(({ text }) => JSON.parse(text) as Job)
  return {
    async createJob(job) {
      const existing = load(job.jobId)
      if (existing !== undefined) return { created: false, existing }
      put(job)
      return { created: true }
    },
    async saveJob(job) {
      if (jobs.get(job.jobId)?.version !== job.version - 1) return false
      put(job)
      return true
    },
    async loadJob(jobId) {
      return load(jobId)
    },
    async listJobs(query) {
      return pageOf(all(), query)
    },
    async listDueJobs(now, limit) {
      const due = [...jobs].flatMap(([jobId, { wakeAt }]) =>
        wakeAt !== undefined && wakeAt <= now ? [{ jobId, wakeAt }] : [],
      )
      due.sort((a, b) => a.wakeAt - b.wakeAt || compare(a.jobId, b.jobId))
      return due.slice(0, limit).map(({ jobId }) => jobId)
    },
  }
}

function pageOf(jobs: readonly Job[], query: JobQuery): JobPage {
  const before = query.cursor === undefined ? undefined : decodeJobCursor(query.cursor)
  const found = jobs
    .filter((job) => matches(job, query) && (before === undefined || newestFirst(before, job) < 0))
    .sort(newestFirst)
  const page = found.slice(0, query.limit)
  const last = page.at(-1)
  return last === undefined || found.length === page.length
    ? { jobs: page }
    : { jobs: page, nextCursor: encodeJobCursor(last) }
}

function matches(job: Job, { tenant, status, workflow, label, since }: JobQuery): boolean {
  const tests = [
    job.tenant === tenant,
    status === undefined || job.status === status,
    workflow === undefined || job.workflow === workflow,
    label === undefined || (Object.hasOwn(job.labels, label.name) && job.labels[label.name] === label.value),
    since === undefined || job.createdAt >= since,
  ]
  return tests.every((passed) => passed)
}

function newestFirst(a: JobPosition, b: JobPosition): number {
  return b.createdAt - a.createdAt || compare(b.jobId, a.jobId)
}

type ResultOperations = Pick<JobStore, 'claimResult' | 'recordResult' | 'loadResults' | 'listResults'>

function resultOperations(): ResultOperations {
  const byJob = new Map<string, Map<string, string>>()
  const load = (key: AttemptKey): AttemptResult | undefined => parse(byJob.get(key.jobId)?.get(nameOf(key)))
  const store = (key: AttemptKey, result: AttemptResult): void => {
    const ofJob = byJob.get(key.jobId) ?? new Map<string, string>()
    byJob.set(key.jobId, ofJob.set(nameOf(key), JSON.stringify(result)))
  }
  return {
    async claimResult(claim) {
      const existing = load(claim)
      if (existing !== undefined) return existing.status === 'running' && existing.owner === claim.owner
      store(claim, { ...claim, status: 'running' })
      return true
    },
    async recordResult({ owner, outcome, finishedAt, ...key }) {
      const claimed = load(key)
      if (claimed?.owner !== owner) return false
      const ended: AttemptResult = { ...claimed, ...outcome, finishedAt }
      if (claimed.status !== 'running') return JSON.stringify(claimed) === JSON.stringify(ended)
      store(key, ended)
      return true
    },
    async loadResults(keys) {
      return keys.map(load)
    },
    async listResults(jobId, agents) {
      const ofJob = [...(byJob.get(jobId)?.values() ?? [])].map((text) => JSON.parse(text) as AttemptResult)
      return ofJob.filter(({ agent }) => agents.includes(agent)).sort(oldestFirst)
    },
  }
}

function nameOf({ agent, stepId, epoch, attempt }: AttemptKey): string {
  return JSON.stringify([agent, stepId, epoch, attempt])
}

function oldestFirst(a: AttemptResult, b: AttemptResult): number {
  return a.startedAt - b.startedAt || a.epoch - b.epoch || a.attempt - b.attempt || compare(a.stepId, b.stepId)
}

function definitionOperations(): Pick<JobStore, 'putDefinition' | 'loadDefinition'> {
  const definitions = new Map<string, string>()
  return {
    async putDefinition(definition) {
      if (!definitions.has(definition.hash)) definitions.set(definition.hash, JSON.stringify(definition))
    },
    async loadDefinition(hash) {
      return parse(definitions.get(hash))
    },
  }
}

function parse<T>(text: string | undefined): T | undefined {
  return text === undefined ? undefined : (JSON.parse(text) as T)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
