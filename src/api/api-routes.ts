import * as z from 'zod'
import { type ApiRoute, apiRoute } from './api-route.ts'
import { agentRoutes } from './routes/agent-routes.ts'
import { changeRoutes } from './routes/change-routes.ts'
import { healthRoutes } from './routes/health-routes.ts'
import { historyRoutes } from './routes/history-routes.ts'
import { jobRoutes } from './routes/job-routes.ts'
import { planRoutes } from './routes/plan-routes.ts'
import { stepRoutes } from './routes/step-routes.ts'
import { submitRoutes } from './routes/submit-routes.ts'

const openapi = apiRoute(
  {
    method: 'get',
    path: '/openapi.json',
    operationId: 'openapi',
    tag: 'platform',
    summary: 'This document',
    answers: { 200: { description: 'OpenAPI 3.1', schema: z.looseObject({ openapi: z.string() }) } },
    errors: [],
  },
  async () => {
    // Made from these routes by `npm run generate`; what makes it would be a fifth of the API's code.
    const { default: body } = await import('../../docs/openapi.json', { with: { type: 'json' } })
    return { status: 200, headers: { 'cache-control': 'no-cache' }, body }
  },
)

/** Every route there is. */
export const apiRoutes: readonly ApiRoute[] = [
  ...submitRoutes,
  ...jobRoutes,
  ...stepRoutes,
  ...historyRoutes,
  ...changeRoutes,
  ...planRoutes,
  ...agentRoutes,
  ...healthRoutes,
  openapi,
]

/** What every route can answer, whatever it does. */
export const commonErrors = [403, 500, 503, 507]
