import type { ErrorEntry } from './error-entry.ts'

/** Submitting and changing jobs, as the API answers them, and the ends of a job that no step caused. */
export const jobErrors = {
  JOB_NOT_FOUND: { message: 'Job {jobId} does not exist', hint: 'List the jobs: troupe jobs list' },
  JOB_TERMINAL: {
    message: 'Job {jobId} is {status} and does not change any more',
    hint: 'Run it again: troupe jobs rerun {jobId}',
  },
  JOB_NOT_TERMINAL: {
    message: 'Job {jobId} is {status}; only an ended job is run again',
    hint: 'Wait for its end, or cancel it first',
  },
  JOB_KEY_REUSED: {
    message: 'Idempotency key was used before with another payload, for job {jobId}',
    hint: 'Use a new key for a new job',
  },
  JOB_INPUT_INVALID: {
    message: 'Input is not valid: {path} {problem}',
    hint: 'Compare the input with input_schema of workflow {workflow}',
  },
  JOB_DEADLINE_EXCEEDED: {
    message: 'Job did not end before its deadline of {deadline}',
    hint: 'Raise orchestration.deadline, or find the slow step',
  },
  JOB_BUDGET_EXCEEDED: {
    message: 'Job would start step number {count}, beyond its budget of {steps} steps',
    hint: 'Raise budget.steps, or choose fewer steps',
  },
  JOB_COST_EXCEEDED: {
    message: 'Models have cost the job {spent} USD, and its budget is {budget} USD',
    hint: 'Raise budget.usd of the workflow, or use a cheaper model',
  },
  JOB_COST_UNKNOWN: {
    message: 'Budget of {budget} USD cannot be kept: what the models have cost the job is unknown',
    hint: 'Give the price of the model in llm({ prices })',
  },
  JOB_STEP_UNKNOWN: { message: 'Job {jobId} has no step {stepId}', hint: 'Its steps: {steps}' },
  PLAN_EMPTY: {
    message: 'No rule chose a step: {verdicts}',
    hint: 'Add a rule that matches this input, or on_empty: complete',
  },
  WORKFLOW_NOT_FOUND: { message: 'Workflow {workflow} does not exist', hint: 'Choose one of: {workflows}' },
  DEFINITION_MISSING: { message: 'Definition {hash} of job {jobId} is not in the store', hint: 'Submit the job again' },
} as const satisfies Record<string, ErrorEntry>
