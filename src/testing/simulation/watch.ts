/**
 * What is known beside the store: what was saved, by whom, what was promised to clients, and which invariants broke.
 * Numbers as in docs/engine.md.
 */
import type { Definition } from '../../core/definition.ts'
import type { Job } from '../../core/job.ts'
import { isTerminal } from '../../core/status.ts'
import type { JobStore } from '../../ports/job-store.ts'
import type { Broken } from './invariants/change.ts'
import { type Ledger, openLedger } from './invariants/ledger.ts'
import { shortOf } from './names.ts'
import type { Violation } from './seed.ts'

export interface Watch extends WatchOptions {
  readonly ledger: Ledger
  readonly violations: Violation[]
  /** Jobs by id, as they are. */
  readonly jobs: Map<string, Job>
  /** Jobs about which a fact was lost: from then on only the sweeper is responsible. */
  readonly lostFacts: Set<string>
  /** Definitions that were read from the store. */
  readonly loaded: Map<string, Definition>
  /** Versions of jobs that were checked. */
  states: number
}

export interface WatchOptions {
  /** What processes use; perhaps without one of its guards. */
  readonly store: JobStore
  /** The same table as it is. */
  readonly truth: JobStore
  readonly definition: Definition
  /** The true time. */
  readonly now: () => number
  /** How far the clocks of processes may be from it. */
  readonly skewMs: number
}

export function openWatch(options: WatchOptions): Watch {
  return {
    ...options,
    ledger: openLedger(),
    violations: [],
    jobs: new Map(),
    lostFacts: new Set(),
    loaded: new Map(),
    states: 0,
  }
}

export function report({ violations }: Watch, found: Iterable<Broken>, job?: Job): void {
  for (const { invariant, text } of found) {
    if (job === undefined) violations.push({ invariant, text })
    else
      violations.push({ invariant, text: `${text} (${shortOf(job.jobId)} version ${job.version})`, jobId: job.jobId })
  }
}

/** Jobs that have not ended. */
export function openJobs({ jobs }: Watch): Job[] {
  return [...jobs.values()].filter(({ status }) => !isTerminal(status))
}
