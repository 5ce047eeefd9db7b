import type { Fact, StepCrashed } from '../core/fact.ts'

const jobKinds: readonly string[] = ['job.submitted', 'job.changed', 'wake'] satisfies Fact['kind'][]
const stepKinds: readonly string[] = ['step.completed', 'step.failed', 'step.crashed'] satisfies Fact['kind'][]
const crashReasons: readonly unknown[] = [
  'crashed',
  'timedOut',
  'outOfMemory',
  'interrupted',
] satisfies StepCrashed['reason'][]

/**
 * The fact in a message's value; undefined for anything else, of an unknown kind above all: a newer version may send
 * it. Losing a hint costs time, never a job.
 */
export function readFact(value: unknown): Fact | undefined {
  if (typeof value !== 'object' || value === null) return undefined
  const { kind, jobId, stepId, epoch, attempt, reason, message } = value as Readonly<Record<string, unknown>>
  if (typeof kind !== 'string' || typeof jobId !== 'string' || jobId === '') return undefined
  if (jobKinds.includes(kind)) return { kind, jobId } as Fact
  const namesAttempt = typeof stepId === 'string' && Number.isSafeInteger(epoch) && Number.isSafeInteger(attempt)
  if (!namesAttempt || !stepKinds.includes(kind)) return undefined
  if (kind !== 'step.crashed') return { kind, jobId, stepId, epoch, attempt } as Fact
  if (!crashReasons.includes(reason)) return undefined
  return { kind, jobId, stepId, epoch, attempt, reason, ...(typeof message === 'string' ? { message } : {}) } as Fact
}
