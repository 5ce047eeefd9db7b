import type { AttemptKey } from '../../core/result.ts'

/** As the trace calls an attempt. */
export function nameOf({ jobId, stepId, epoch, attempt }: AttemptKey): string {
  return `${shortOf(jobId)} ${stepId}#${attempt}${epoch === 1 ? '' : ` of epoch ${epoch}`}`
}

/** The ids of jobs are long, and their beginnings differ. */
export function shortOf(jobId: string): string {
  return jobId.slice(0, 6)
}
