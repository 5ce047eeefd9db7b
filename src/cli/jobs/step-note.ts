import type { Job, Step } from '../../api/contract.ts'
import { formatDurationMs } from '../../core/duration.ts'
import { isTerminal } from '../../core/status.ts'

/** What there is to say of a step beside its status: how far it is, what it waits for, why it failed or was skipped. */
export function stepNote(step: Step, job: Job, now: number): string {
  switch (step.status) {
    case 'pending':
      return pendingNote(step, job, now)
    case 'running':
      return progressNote(step)
    case 'waiting':
      return step.dueAt === undefined ? '' : `${remaining(step.dueAt, now)} to wait`
    case 'completed':
      return step.fellBackFrom === undefined ? '' : `after ${step.fellBackFrom} failed`
    case 'failed':
      return `${errorNote(step)}${step.tolerated === true ? ' (the job goes on)' : ''}`
    case 'skipped':
    case 'cancelled':
      return step.cause?.reason ?? ''
  }
}

/** From start to end, or to now. Undefined before the start. */
export function elapsedMs(
  { startedAt, finishedAt }: { readonly startedAt?: string | undefined; readonly finishedAt?: string | undefined },
  now: number,
): number | undefined {
  if (startedAt === undefined) return undefined
  return Math.max(0, (finishedAt === undefined ? now : Date.parse(finishedAt)) - Date.parse(startedAt))
}

function pendingNote(step: Step, job: Job, now: number): string {
  if (job.pausedAt !== undefined) return 'the job is paused'
  if (step.error !== undefined) {
    const when = step.dueAt === undefined || Date.parse(step.dueAt) <= now ? 'now' : `in ${remaining(step.dueAt, now)}`
    return `tries again ${when} after ${errorNote(step)}`
  }
  const status = new Map(job.steps.map((other) => [other.stepId, other.status]))
  const open = step.needs.filter((need) => !isTerminal(status.get(need) ?? 'pending'))
  return open.length === 0 ? '' : `waits for ${open.join(', ')}`
}

function progressNote({ progress }: Step): string {
  if (progress === undefined) return ''
  const percent = `${Math.round(progress.fraction * 100)} %`
  return progress.text === undefined ? percent : `${percent}  ${progress.text}`
}

function errorNote({ error }: Step): string {
  return error === undefined ? '' : `${error.code}: ${error.message}`
}

/** Whole seconds below a minute: a countdown is read, not measured. */
function remaining(dueAt: string, now: number): string {
  const ms = Math.max(0, Date.parse(dueAt) - now)
  return formatDurationMs(ms < 60_000 ? Math.ceil(ms / 1_000) * 1_000 : ms)
}
