/**
 * The HTTP API as a Hono app, the same on a laptop and on AWS.
 *
 * 1. Only the routes of `apiRoutes` exist, and /openapi.json lists all of them.
 * 2. Every error is one shape, made in one place, and no answer holds a stack.
 * 3. No header lets a web page of another origin read an answer: there is no CORS.
 *
 * It does not authenticate: the host says whose request it is.
 */
import { type Context, Hono } from 'hono'
import type { ApiHost } from './api-host.ts'
import type { Answer, ApiRoute } from './api-route.ts'
import { apiRoutes } from './api-routes.ts'
import { checkHost } from './check-host.ts'
import { errorAnswer } from './error-answer.ts'
import { unknownRoute } from './unknown-route.ts'

type Variables = { requestId: string }
type ApiContext = Context<{ Variables: Variables }>

export function createApi(host: ApiHost): Hono<{ Variables: Variables }> {
  const app = new Hono<{ Variables: Variables }>()
  app.use(async (context, next) => {
    context.set('requestId', requestIdOf(context, host))
    checkHost(host.allowedHosts, context.req.raw)
    await next()
  })
  for (const route of apiRoutes) {
    app.on(route.method, honoPath(route.path), (context) => answerRoute(context, route, host))
  }
  app.notFound((context) => {
    throw unknownRoute(context.req.method, context.req.path)
  })
  app.onError((error, context) => {
    const requestId = context.get('requestId') ?? requestIdOf(context, host)
    return respond(requestId, errorAnswer(error, { requestId, jobId: context.req.param('jobId'), log: host.ports.log }))
  })
  return app
}

async function answerRoute(context: ApiContext, route: ApiRoute, host: ApiHost): Promise<Response> {
  const requestId = context.get('requestId')
  const answer = await route.answer(host, {
    request: context.req.raw,
    requestId,
    params: context.req.param() as Record<string, string>,
    query: Object.fromEntries(
      Object.entries(context.req.queries()).map(([name, values]) => [
        name,
        values.length === 1 ? (values[0] ?? '') : values,
      ]),
    ),
    headers: context.req.header(),
  })
  return respond(requestId, answer)
}

/** Job data belongs to its owner: nobody on the way may keep or interpret it. */
const headersOfAll = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
}

function respond(requestId: string, answer: Answer): Response {
  const { status, headers, body, text } = answer
  const type = body === undefined ? {} : { 'content-type': 'application/json' }
  const content = body === undefined ? (text ?? null) : JSON.stringify(body)
  return new Response(content, {
    status,
    headers: { ...headersOfAll, 'x-request-id': requestId, ...type, ...headers },
  })
}

/** The client's own id when it is harmless in a log line, so that its logs and ours can be laid side by side. */
function requestIdOf(context: ApiContext, host: ApiHost): string {
  const given = context.req.header('x-request-id')
  return given !== undefined && /^[\w.:-]{1,128}$/.test(given) ? given : host.ports.ids.token()
}

/** Hono writes a parameter as `/:name`; the colon of `/v1/jobs:batch` stands within a part and means itself. */
function honoPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}
