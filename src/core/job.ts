import type { JsonValue } from './json.ts'
import type { ModelUsage } from './model-usage.ts'
import type { Payload } from './payload.ts'
import type { JobStatus } from './status.ts'
import type { Step, StepError } from './step.ts'

export const priorities = ['low', 'normal', 'high'] as const
export type Priority = (typeof priorities)[number]

/** The one mutable truth of a job. Instants are epoch ms. */
export interface Job {
  readonly format: 1
  readonly jobId: string
  readonly tenant: string
  readonly workflow: string
  /** The definition it was submitted with, and keeps. */
  readonly definitionHash: string
  readonly status: JobStatus
  /** 1 at submit, one more with every save. */
  readonly version: number
  /** 1 at submit, one more with every rerun. */
  readonly epoch: number
  readonly input: Payload
  /** SHA-256 of the submission's canonical JSON: tells a repeated submit from a reused key. */
  readonly payloadHash: string
  readonly labels: Readonly<Record<string, string>>
  readonly priority: Priority
  readonly createdAt: number
  readonly updatedAt: number
  /** Nothing starts before (submitted with a delay). */
  readonly startAt?: number
  readonly startedAt?: number
  readonly finishedAt?: number
  readonly deadlineMs?: number
  readonly deadlineAt?: number
  /** Steps started in this epoch. */
  readonly stepsStarted: number
  /** By rule index. */
  readonly rules: readonly RuleDecision[]
  /** In the order the plan grew. */
  readonly steps: readonly Step[]
  readonly cancelRequestedAt?: number
  readonly pausedAt?: number
  /** Somebody must look at the job by then (P3); absent when terminal. */
  readonly wakeAt?: number
  /** The job this one repeats with other input. */
  readonly rerunOf?: string
  /** Why it fails; set while running attempts may still finish. */
  readonly error?: JobError
  readonly earlierEpochs: readonly EpochRecord[]
}

export interface JobError extends StepError {
  readonly hint?: string
  readonly stepId?: string
}

/** What is left of an epoch after a rerun; its attempts are in the results. */
export interface EpochRecord {
  readonly epoch: number
  readonly status: JobStatus
  readonly startedAt?: number
  readonly finishedAt: number
  readonly error?: JobError
  /** Of the steps that its rerun took out of the plan or began afresh. */
  readonly usage?: ModelUsage
}

/** `verdict` null: not decided yet. */
export type RuleDecision =
  | { readonly verdict: null }
  | {
      readonly verdict: boolean
      readonly decidedAt: number
      /** Each path the condition read, with its value, and the paths that were missing. */
      readonly read: readonly (readonly [path: string, value: JsonValue])[]
      readonly missing: readonly string[]
      /** Whether its branch is in the plan already: it waits for the rules before it. */
      readonly planned: boolean
      /** A type error that `on_error: "false"` turned into the verdict. */
      readonly problem?: string
    }
