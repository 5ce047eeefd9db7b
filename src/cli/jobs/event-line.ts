import type { Job, JobEvent, Step } from '../../api/contract.ts'
import { formatDurationMs } from '../../core/duration.ts'
import { plainText } from '../terminal/display-width.ts'
import { localTime } from '../terminal/local-time.ts'
import type { JobNews } from './follow-job.ts'

type PlanRule = Job['plan']['rules'][number]

/** `12:03:04.123 trend_analyzer completed in 1.2 s`, in local time. @param job tells the messages that events leave out */
export function eventLine(event: JobEvent, job: Job): string {
  return `${localTime(Date.parse(event.at)).slice('2026-11-21 '.length)} ${plainText(`${subject(event)} ${happened(event, job)}`)}`
}

/** What is new since `before`: a line for each event, and the verdicts in front of what they let happen. */
export function newsLines(before: Job | undefined, { job, events }: JobNews): string[] {
  const verdicts = newVerdicts(before, job).map(verdictLine)
  const consequence = events.findIndex(({ eventType }) => !precedesVerdicts.has(eventType))
  const lines = events.map((event) => eventLine(event, job))
  return lines.toSpliced(consequence === -1 ? lines.length : consequence, 0, ...verdicts)
}

const precedesVerdicts: ReadonlySet<JobEvent['eventType']> = new Set([
  'job.submitted',
  'job.started',
  'step.retried',
  'step.completed',
  'step.failed',
])

/** Between the events, without a time: when it was noticed is not when it was decided. */
export function verdictLine(rule: PlanRule): string {
  return `${' '.repeat('12:03:04.123 '.length)}${plainText(`rule ${rule.name}: ${rule.reason}`)}`
}

/** Rules decided since `before`. */
export function newVerdicts(before: Job | undefined, after: Job): readonly PlanRule[] {
  const same = before?.epoch === after.epoch
  const known = new Set(same ? before.plan.rules.flatMap((rule) => (rule.verdict === null ? [] : [rule.name])) : [])
  return after.plan.rules.filter((rule) => rule.verdict !== null && !known.has(rule.name))
}

function subject(event: JobEvent): string {
  return event.stepId ?? 'job'
}

function happened(event: JobEvent, job: Job): string {
  switch (event.eventType) {
    case 'job.submitted':
      return 'submitted'
    case 'job.started':
      return event.epoch > 1 ? `started again, epoch ${event.epoch}` : 'started'
    case 'job.waiting':
    case 'step.waiting':
      return 'waits'
    case 'job.completed':
    case 'job.cancelled':
      return event.eventType.slice('job.'.length)
    case 'job.failed':
      return `failed: ${reason(event.code, job.error)}`
    case 'step.started':
      return 'started'
    case 'step.retried':
      return `started attempt ${event.attempt ?? ''}`
    case 'step.completed':
      return `completed${took('in', event)}`
    case 'step.failed':
      return `attempt ${event.attempt ?? ''} failed${took('after', event)}: ${reason(event.code, stepOf(event, job)?.error)}`
    case 'step.skipped':
      return `skipped: ${stepOf(event, job)?.cause?.reason ?? event.code ?? ''}`
  }
}

function took(word: 'in' | 'after', { executionTimeMs }: JobEvent): string {
  return executionTimeMs === undefined ? '' : ` ${word} ${formatDurationMs(executionTimeMs)}`
}

function stepOf(event: JobEvent, job: Job): Step | undefined {
  return job.steps.find((step) => step.stepId === event.stepId)
}

/** Events carry the code only; the job keeps the message of the newest error. */
function reason(
  code: string | undefined,
  error: { readonly code: string; readonly message: string } | undefined,
): string {
  return error !== undefined && error.code === code ? `${code}: ${error.message}` : (code ?? 'it recorded no result')
}
