import type { Definition } from '../../core/definition.ts'
import { Fault } from '../../core/fault.ts'
import type { Job } from '../../core/job.ts'
import type { Step } from '../../core/step.ts'
import { attemptKey } from '../../engine/gather-evidence.ts'
import { loadOutputs } from '../../engine/outputs.ts'
import { stepInput } from '../../engine/step-input.ts'
import type { ApiHost } from '../api-host.ts'
import { type Answer, apiRoute } from '../api-route.ts'
import * as wire from '../contract.ts'
import { attemptViews } from '../views/attempt-views.ts'
import { jobAgents } from '../views/job-agents.ts'
import { definitionIfKept } from '../views/job-view.ts'
import { stepView } from '../views/step-view.ts'
import { ownJob, stepParams } from './job-parameters.ts'

const getStep = apiRoute(
  {
    method: 'get',
    path: '/v1/jobs/{jobId}/steps/{stepId}',
    operationId: 'getStep',
    tag: 'jobs',
    summary: 'Reads a step with its input, its output and every attempt',
    params: stepParams,
    answers: { 200: { description: 'The step', schema: wire.stepDetail } },
    errors: [404],
  },
  async (host, given): Promise<Answer> => {
    const job = await ownJob(host, given)
    const step = job.steps.find(({ stepId }) => stepId === given.params.stepId)
    if (step === undefined) throw unknownStep(job, given.params.stepId)
    return { status: 200, body: await stepDetailView(host, job, step) }
  },
)

function unknownStep(job: Job, stepId: string): Fault {
  const steps = job.steps.map((step) => step.stepId).join(', ') || 'none yet'
  return new Fault('JOB_STEP_UNKNOWN', { jobId: job.jobId, stepId, steps })
}

async function stepDetailView(host: ApiHost, job: Job, step: Step): Promise<wire.StepDetail> {
  const { ports } = host
  const definition = await definitionIfKept(ports, job)
  const results = await ports.store.listResults(job.jobId, jobAgents(definition, job))
  const completed = step.status === 'completed' && step.kind === 'agent'
  const outputs = completed ? await loadOutputs(ports, job, [step]) : undefined
  return {
    ...stepView(host, { job, definition }, step),
    jobId: job.jobId,
    ...(await givenInput(host, { definition, job, step })),
    output: outputs?.get(step.stepId),
    attempts: attemptViews(job, step, results),
    logs: step.attempt > 0 && step.kind === 'agent' ? host.logsOf?.(attemptKey(job, step)) : undefined,
  }
}

/** What the step's agent is given, resolved as it is for a start; why not, when that fails. */
async function givenInput(
  host: ApiHost,
  { definition, job, step }: { definition: Definition | undefined; job: Job; step: Step },
): Promise<Pick<wire.StepDetail, 'input' | 'results' | 'inputError'>> {
  if (definition === undefined || step.kind !== 'agent' || step.attempt === 0) return {}
  try {
    const { input, results } = await stepInput(host.ports, definition, { job, step })
    return Object.keys(results).length === 0 ? { input } : { input, results: { ...results } }
  } catch (error) {
    if (!(error instanceof Fault) || error.retryable) throw error
    return { inputError: { code: error.code, message: error.message } }
  }
}

export const stepRoutes = [getStep]
