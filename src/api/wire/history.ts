import * as z from 'zod'
import { jobEventTypes } from '../../planner/job-events.ts'
import { stepStatus } from './job.ts'
import { instant, jsonValue } from './scalars.ts'

export const jobEvent = z
  .strictObject({
    eventType: z.enum(jobEventTypes),
    at: instant,
    jobId: z.string(),
    workflow: z.string(),
    epoch: z.int(),
    stepId: z.string().optional(),
    agent: z.string().optional(),
    attempt: z.int().optional(),
    status: z.string().optional(),
    executionTimeMs: z.int().optional(),
    code: z.string().optional().meta({ description: 'Error code, or the kind of the cause of a skip' }),
  })
  .meta({ id: 'JobEvent' })

export const jobEventList = z
  .strictObject({
    events: z.array(jobEvent).meta({ description: 'Oldest first' }),
    next: z.string().meta({ description: 'Send it as `since` to get what came after: nothing twice, nothing missed' }),
  })
  .meta({ id: 'JobEventList' })

export const explanation = z
  .strictObject({
    jobId: z.string(),
    rules: z.array(
      z.strictObject({
        name: z.string(),
        condition: z.string(),
        verdict: z.boolean().nullable(),
        reason: z.string(),
        read: z.array(z.strictObject({ path: z.string(), value: jsonValue })),
        missing: z.array(z.string()).meta({ description: 'Paths the condition read that were not there' }),
        steps: z.array(z.string()).meta({ description: 'In the plan because of it' }),
      }),
    ),
    steps: z.array(
      z.strictObject({
        stepId: z.string(),
        status: stepStatus,
        reason: z.string().meta({ description: 'Why it runs, waits, was skipped or failed' }),
        rule: z.string(),
      }),
    ),
  })
  .meta({ id: 'Explanation' })

export type JobEvent = z.infer<typeof jobEvent>
export type JobEventList = z.infer<typeof jobEventList>
export type Explanation = z.infer<typeof explanation>
