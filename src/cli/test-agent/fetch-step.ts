import type { Job, StepDetail } from '../../api/contract.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import { CommandFault } from '../command-fault.ts'
import type { RuntimeOptions } from '../jobs/base-url.ts'
import { getJob } from '../jobs/jobs-api.ts'
import { openJobs } from '../jobs/open-jobs.ts'
import type { Run } from '../run-command.ts'
import type { RecordedStep } from './fixture.ts'

export interface StepChoice extends RuntimeOptions {
  readonly fromJob?: string
  readonly step?: string
}

/** What a step of a job was given and what came of it, from the runtime. Throws what the API answers. */
export async function fetchStep(run: Run, agent: string, choice: StepChoice): Promise<RecordedStep> {
  const { fromJob: jobId = '', step } = choice
  const { client, signal } = await openJobs(run, choice)
  const stepId = step ?? onlyStepOf(await getJob(client, jobId, { signal }), agent)
  const path = `/v1/jobs/${encodeURIComponent(jobId)}/steps/${encodeURIComponent(stepId)}`
  return recordedStep((await client.send({ path, signal })).body as StepDetail, agent)
}

function onlyStepOf({ jobId, steps }: Job, agent: string): string {
  const own = steps.filter((step) => step.agent === agent)
  const [first, ...others] = own
  if (first !== undefined && others.length === 0) return first.stepId
  const ids = (first === undefined ? steps : own).map(({ stepId }) => stepId).join(', ')
  const count = first === undefined ? 'no step' : `${own.length} steps`
  throw new CommandFault({
    code: first === undefined ? 'JOB_STEP_UNKNOWN' : 'CLI_USAGE',
    message: `Job ${jobId} has ${count} of agent ${agent}`,
    hint: first === undefined ? `Its steps: ${ids}` : `Choose one with --step: ${ids}`,
  })
}

function recordedStep(detail: StepDetail, agent: string): RecordedStep {
  const { jobId, stepId, status, input, results, output, error } = detail
  if (detail.agent !== agent || input === undefined) {
    const message =
      detail.agent === agent
        ? `Step ${stepId} of job ${jobId} was given nothing: ${detail.inputError?.message ?? `it is ${status}`}`
        : `Step ${stepId} of job ${jobId} is of agent ${detail.agent ?? 'none'}, not ${agent}`
    throw new CommandFault({ code: 'CLI_USAGE', message, hint: `Look at the job: troupe jobs get ${jobId}` })
  }
  return {
    jobId,
    stepId,
    status,
    input: input as JsonValue,
    results: (results ?? {}) as JsonObject,
    ...(output === undefined ? {} : { output: output as JsonValue }),
    ...(error === undefined ? {} : { error: { code: error.code, message: error.message } }),
  }
}
