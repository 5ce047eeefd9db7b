import * as z from 'zod'
import { priorities } from '../../core/job.ts'
import { jobStatuses, stepStatuses } from '../../core/status.ts'
import { maxListLimit } from '../limits.ts'
import { instant, jsonValue, modelCost, stepError } from './scalars.ts'

const jobStatus = z.enum(jobStatuses).meta({ id: 'JobStatus' })
export const stepStatus = z.enum(stepStatuses).meta({ id: 'StepStatus' })

const jobError = z
  .strictObject({
    ...stepError.shape,
    hint: z.string().optional(),
    stepId: z.string().optional().meta({ description: 'The step that caused it' }),
  })
  .meta({ id: 'JobError' })

const stepCause = z
  .strictObject({
    kind: z.enum(['whenFalse', 'needs', 'tooFewCompleted', 'jobFailed', 'jobCancelled']),
    reason: z.string(),
  })
  .meta({ id: 'StepCause', description: 'Why a step was skipped or cancelled' })

const progress = z
  .strictObject({ fraction: z.number().min(0).max(1), text: z.string().optional(), at: instant })
  .meta({ id: 'Progress', description: 'What the running attempt said last; does not change the version' })

export const step = z
  .strictObject({
    stepId: z.string(),
    agent: z.string().optional().meta({ description: 'Absent for a wait' }),
    rule: z.string().meta({ description: 'Name of the rule that added it' }),
    kind: z.enum(['agent', 'wait']),
    status: stepStatus,
    attempt: z.int().meta({ description: 'Number of the newest attempt in this epoch, 0 before the first' }),
    needs: z.array(z.string()).meta({
      description: 'Steps it comes after; for the first steps of a rule, all steps of the matching rules before',
    }),
    startedAt: instant.optional(),
    finishedAt: instant.optional(),
    dueAt: instant.optional().meta({ description: 'Nothing starts before: a retry’s pause, a wait’s end' }),
    executionTimeMs: z.int().optional().meta({ description: 'From its first start to its end, retries included' }),
    fellBackFrom: z.string().optional().meta({ description: 'The agent that failed before this one took over' }),
    tolerated: z.literal(true).optional().meta({ description: 'Failed, and the job goes on' }),
    error: stepError.optional().meta({ description: 'Of its newest failed attempt' }),
    cause: stepCause.optional(),
    progress: progress.optional(),
    outputBytes: z.int().optional(),
    cost: modelCost.optional().meta({ description: 'Of all its attempts in this plan' }),
    output: z.unknown().optional().meta({ description: 'Only with results=true, once completed' }),
  })
  .meta({ id: 'Step' })

export const planRule = z
  .strictObject({
    name: z.string(),
    condition: z.string(),
    verdict: z.boolean().nullable().meta({ description: 'null: not decided yet' }),
    reason: z.string(),
  })
  .meta({ id: 'PlanRule' })

const common = {
  jobId: z.string(),
  workflow: z.string(),
  status: jobStatus,
  createdAt: instant,
  updatedAt: instant,
  startAt: instant.optional().meta({ description: 'Nothing starts before (submitted with a delay)' }),
  startedAt: instant.optional(),
  finishedAt: instant.optional(),
  deadlineAt: instant.optional(),
  pausedAt: instant.optional(),
  cancelRequestedAt: instant.optional(),
  version: z.int().meta({ description: 'One more with every change' }),
  epoch: z.int().meta({ description: 'One more with every rerun' }),
  labels: z.record(z.string(), z.string()),
  priority: z.enum(priorities),
  rerunOf: z.string().optional().meta({ description: 'The job that this one repeats with other input' }),
  definition: z.string().meta({ description: 'Hash of the definition it was submitted with, and keeps' }),
  error: jobError.optional(),
  cost: modelCost.optional().meta({ description: 'Of all its steps, in every epoch' }),
}

export const job = z
  .strictObject({
    ...common,
    input: jsonValue.meta({ description: 'As it was submitted' }),
    plan: z.strictObject({
      rules: z.array(planRule),
      complete: z.boolean().meta({ description: 'Whether every rule is decided and its steps are listed' }),
    }),
    steps: z.array(step).meta({ description: 'In the order the plan grew' }),
    result: z.unknown().optional().meta({
      description: 'Once completed: the output of the last step, or a map by step id when several end the plan',
    }),
  })
  .meta({ id: 'Job' })

export const jobSummary = z
  .strictObject({
    ...common,
    stepCounts: z
      .partialRecord(stepStatus, z.int())
      .meta({ description: 'How many steps stand where; absent: none', example: { completed: 3, running: 1 } }),
  })
  .meta({ id: 'JobSummary', description: 'A job without its input, plan and steps' })

export const jobList = z
  .strictObject({
    jobs: z.array(jobSummary).max(maxListLimit).meta({ description: 'Newest first' }),
    nextCursor: z.string().optional().meta({ description: 'Absent: this is the last page' }),
  })
  .meta({ id: 'JobList' })

export type Job = z.infer<typeof job>
export type Step = z.infer<typeof step>
export type JobSummary = z.infer<typeof jobSummary>
export type JobList = z.infer<typeof jobList>
