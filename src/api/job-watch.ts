/** Reading a job over and over: versions, and waiting for news. */
import type { Job } from '../core/job.ts'
import { isTerminal } from '../core/status.ts'
import { type JobOwner, loadOwnJob } from '../engine/change-job.ts'
import type { EnginePorts } from '../engine/engine-ports.ts'

/** News is at most this late: a read of one small item, for each client that waits. */
const lookEveryMs = 200

/**
 * Weak, because it names the version and not the bytes. With outputs it is another one: whoever knows a job without
 * its outputs does not know them.
 */
export function etagOf(job: Job, withResults: boolean): string {
  return `W/"${job.version}${withResults ? '-results' : ''}"`
}

/** When to ask again: soon while it runs, at its own time (within a minute) while it waits. */
export function retryAfterOf(job: Job, now: number): Record<string, string> {
  if (isTerminal(job.status)) return {}
  const restMs = job.status === 'waiting' || job.startAt !== undefined ? (job.wakeAt ?? now) - now : 0
  return { 'retry-after': String(Math.min(60, Math.max(1, Math.ceil(restMs / 1_000)))) }
}

export interface Watch {
  readonly owner: JobOwner
  readonly waitMs: number
  /** `If-None-Match` of the client. */
  readonly known: string | undefined
  readonly withResults: boolean
  readonly signal: AbortSignal
}

/** The job as soon as there is news of it, or as it is when time is over or the client has gone. */
export async function watchJob(
  ports: Pick<EnginePorts, 'store' | 'clock'>,
  { owner, waitMs, known, withResults, signal }: Watch,
): Promise<{ job: Job; isKnown: boolean }> {
  const until = ports.clock.now() + waitMs
  for (;;) {
    const job = await loadOwnJob(ports, owner)
    const isKnown = known !== undefined && matches(known, etagOf(job, withResults))
    const isNews = known === undefined ? isTerminal(job.status) || job.status === 'waiting' : !isKnown
    const restMs = until - ports.clock.now()
    if (isNews || restMs <= 0 || signal.aborted) return { job, isKnown }
    await ports.clock.sleep(Math.min(lookEveryMs, restMs))
  }
}

/** Weak comparison (RFC 9110, 8.8.3.2): `W/` does not count; `*` is any version. */
function matches(known: string, etag: string): boolean {
  const opaque = (tag: string): string => tag.trim().replace(/^W\//, '')
  return known.split(',').some((tag) => tag.trim() === '*' || opaque(tag) === opaque(etag))
}
