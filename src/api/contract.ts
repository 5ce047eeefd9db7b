/**
 * The API's contract: every request and answer as a zod schema with its type. A public door: the CLI and the console
 * import this file and nothing else of the API. It says nothing of how a request is carried out.
 */
export { type Agent, type AgentList, agent, agentList, type Health, health } from './wire/agent.ts'
export { type ErrorBody, type ErrorDetail, errorBody, type WireFinding } from './wire/error-body.ts'
export {
  type Explanation,
  explanation,
  type JobEvent,
  type JobEventList,
  jobEvent,
  jobEventList,
} from './wire/history.ts'
export { type Job, type JobList, type JobSummary, job, jobList, jobSummary, type Step, step } from './wire/job.ts'
export { type PlanPreview, type PlanRequest, planPreview, planRequest } from './wire/plan.ts'
export { type Attempt, attempt, type StepDetail, stepDetail } from './wire/step-detail.ts'
export {
  type Batch,
  type BatchOutcome,
  type BatchOutcomes,
  type BatchSubmission,
  batchOutcomes,
  batchSubmission,
  type RerunRequest,
  rerunRequest,
  type Submission,
  submission,
} from './wire/submission.ts'
