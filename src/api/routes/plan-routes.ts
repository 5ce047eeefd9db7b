import type { JsonValue } from '../../core/json.ts'
import { checkInput } from '../../engine/check-input.ts'
import { workflowOf } from '../../planner/draft.ts'
import { previewPlan } from '../../planner/preview-plan.ts'
import { type Answer, apiRoute } from '../api-route.ts'
import * as wire from '../contract.ts'
import { maxBodyBytes, maxBodyDepth } from '../limits.ts'

const plan = apiRoute(
  {
    method: 'post',
    path: '/v1/plan',
    operationId: 'previewPlan',
    tag: 'jobs',
    summary: 'Says what an input would do',
    description: 'Changes nothing: rules with verdicts, their steps, and what results will decide later.',
    body: { schema: wire.planRequest, maxBytes: maxBodyBytes, maxDepth: maxBodyDepth },
    answers: { 200: { description: 'The plan of such a job', schema: wire.planPreview } },
    errors: [400, 404, 413, 415],
  },
  async (host, { body }): Promise<Answer> => {
    const definition = host.definition()
    const workflow = body.workflow ?? 'default'
    const input = body.input as JsonValue
    await checkInput(workflowOf(definition, workflow), input)
    const { error, ...preview } = previewPlan(definition, workflow, input)
    const { code, message, hint } = error ?? {}
    return { status: 200, body: { ...preview, error: error === undefined ? undefined : { code, message, hint } } }
  },
)

export const planRoutes = [plan]
