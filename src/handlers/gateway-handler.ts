import type { Context } from 'aws-lambda'
import { Hono } from 'hono'
import { type APIGatewayProxyResult, handle, type LambdaEvent } from 'hono/aws-lambda'
import type { ApiHost } from '../api/api-host.ts'
import { createApi } from '../api/app.ts'
import { errorAnswer } from '../api/error-answer.ts'
import { Fault } from '../core/fault.ts'
import { formatBytes } from '../core/size.ts'
import { callerTenant } from './caller-tenant.ts'

/** A Lambda answers with 6 MB at most, its envelope included. */
const maxAnswerBytes = 5.5 * 1_048_576

/**
 * The HTTP API behind API Gateway: HTTP APIs (payload 2.0) and REST APIs (1.0).
 *
 * 1. The tenant comes from the authorizer alone.
 * 2. A request without an id of its own has that of the invocation, which Lambda's own log lines bear.
 */
export function gatewayHandler(host: Omit<ApiHost, 'tenantOf'>) {
  const contexts = new WeakMap<Request, unknown>()
  const api = createApi({ ...host, tenantOf: (request) => callerTenant(contexts.get(request)) })
  const app = new Hono<{ Bindings: { readonly requestContext: unknown } }>()
  app.all('*', (context) => {
    contexts.set(context.req.raw, context.env.requestContext)
    return api.fetch(context.req.raw)
  })
  const answer = handle(app)
  return async (event: LambdaEvent, { awsRequestId }: Pick<Context, 'awsRequestId'>) => {
    const given = withRequestId(withoutStage(event), awsRequestId)
    return limited(await answer(given), { requestId: awsRequestId, log: host.ports.log })
  }
}

/** An HTTP API has the name of its stage in the path, unless that is `$default`. */
function withoutStage(event: LambdaEvent): LambdaEvent {
  if (!('rawPath' in event)) return event
  const prefix = `/${event.requestContext.stage}`
  if (event.rawPath !== prefix && !event.rawPath.startsWith(`${prefix}/`)) return event
  return { ...event, rawPath: event.rawPath.slice(prefix.length) || '/' }
}

function withRequestId(event: LambdaEvent, requestId: string): LambdaEvent {
  const headers = event.headers ?? {}
  if (Object.keys(headers).some((name) => name.toLowerCase() === 'x-request-id')) return event
  return { ...event, headers: { ...headers, 'x-request-id': requestId } } as LambdaEvent
}

function limited(result: APIGatewayProxyResult, given: Parameters<typeof errorAnswer>[1]): APIGatewayProxyResult {
  const bytes = Buffer.byteLength(result.body)
  if (bytes <= maxAnswerBytes) return result
  const fault = new Fault('API_ANSWER_TOO_LARGE', { met: formatBytes(bytes), limit: formatBytes(maxAnswerBytes) })
  const { status, body } = errorAnswer(fault, given)
  return { ...result, statusCode: status, body: JSON.stringify(body) }
}
