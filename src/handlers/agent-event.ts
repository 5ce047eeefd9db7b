import type { APIGatewayProxyEvent, APIGatewayProxyEventV2, SQSEvent } from 'aws-lambda'

/** The ways in which an agent's function is called. */
export type AgentEvent =
  /** By the planner: the event is the call. */
  | { readonly kind: 'direct'; readonly call: unknown }
  /** By a queue: each body is a call. */
  | { readonly kind: 'queue'; readonly messages: readonly { readonly messageId: string; readonly call: unknown }[] }
  /** By API Gateway, payload 1.0 or 2.0: the body is the call. */
  | { readonly kind: 'http'; readonly call: unknown }

/** Which of them it is. A call that is not JSON is undefined. */
export function agentEventOf(event: unknown): AgentEvent {
  if (typeof event !== 'object' || event === null) return { kind: 'direct', call: event }
  if ('Records' in event && Array.isArray(event.Records)) {
    const { Records } = event as SQSEvent
    return { kind: 'queue', messages: Records.map(({ messageId, body }) => ({ messageId, call: parsed(body) })) }
  }
  if ('requestContext' in event && 'headers' in event) return { kind: 'http', call: parsed(bodyOf(event)) }
  return { kind: 'direct', call: event }
}

function bodyOf(event: object): string {
  const { body, isBase64Encoded } = event as APIGatewayProxyEvent | APIGatewayProxyEventV2
  return Buffer.from(body ?? '', isBase64Encoded ? 'base64' : 'utf8').toString('utf8')
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
