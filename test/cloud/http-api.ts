import { randomUUID } from 'node:crypto'
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from 'aws-lambda'
import type { InvocationEnd } from './lambda-instance.ts'

export interface ApiAnswer {
  readonly status: number
  readonly headers: Readonly<Record<string, string>>
  /** Undefined when the answer has none. */
  readonly body: unknown
}

export interface ApiContent {
  /** Sent as JSON. */
  readonly body?: unknown
  /** By their names in lower case. */
  readonly headers?: Readonly<Record<string, string>>
}

/** What an HTTP API of API Gateway hands to its Lambda, in payload format 2.0. */
export function apiEvent(method: string, address: string, content: ApiContent = {}): APIGatewayProxyEventV2 {
  const { body, headers } = content
  const { pathname, search, searchParams } = new URL(address, 'http://api.test')
  const domainName = 'api.execute-api.us-east-1.amazonaws.com'
  return {
    version: '2.0',
    routeKey: '$default',
    rawPath: pathname,
    rawQueryString: search.slice(1),
    headers: {
      host: domainName,
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    },
    ...(search === '' ? {} : { queryStringParameters: Object.fromEntries(searchParams) }),
    requestContext: {
      accountId: '000000000000',
      apiId: 'api',
      domainName,
      domainPrefix: 'api',
      http: { method, path: pathname, protocol: 'HTTP/1.1', sourceIp: '127.0.0.1', userAgent: 'test' },
      requestId: randomUUID(),
      routeKey: '$default',
      stage: '$default',
      time: new Date().toISOString(),
      timeEpoch: Date.now(),
    },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    isBase64Encoded: false,
  }
}

/** What API Gateway makes of the Lambda's answer; an invocation that failed is a 500. */
export function apiAnswer(end: InvocationEnd): ApiAnswer {
  if (end.kind === 'failed') return { status: 500, headers: {}, body: { message: 'Internal Server Error' } }
  const { statusCode = 200, headers = {}, body = '', isBase64Encoded } = end.value as APIGatewayProxyStructuredResultV2
  const text = isBase64Encoded === true ? Buffer.from(body, 'base64').toString('utf8') : body
  const named = Object.entries(headers).map(([name, value]) => [name.toLowerCase(), String(value)])
  return { status: statusCode, headers: Object.fromEntries(named), body: parsed(text) }
}

function parsed(text: string): unknown {
  if (text === '') return undefined
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
