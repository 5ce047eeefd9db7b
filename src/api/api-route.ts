/**
 * One route: what it takes, as the schemas that check it and from which /openapi.json is made, and what it does.
 *
 * 1. A handler sees only what its schemas let through.
 * 2. It answers with data or throws; how errors look and which status they have is decided in one place (`app.ts`).
 * 3. It has no logic of its own: it maps a request to calls of the engine, and core values to the wire.
 */
import type * as z from 'zod'
import type { ApiHost } from './api-host.ts'
import { parsePart } from './parse-part.ts'
import { type BodyRule, readBody } from './read-body.ts'

export interface Answer {
  readonly status: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as JSON. Absent: no body, or `text`. */
  readonly body?: unknown
  readonly text?: string
}

/** What came with a request, not looked at yet. */
export interface RawRequest {
  readonly request: Request
  readonly requestId: string
  readonly params: Readonly<Record<string, string>>
  /** A parameter that was given several times is a list. */
  readonly query: Readonly<Record<string, string | readonly string[]>>
  readonly headers: Readonly<Record<string, string>>
}

export interface Given<P, Q, H, B> {
  readonly params: P
  readonly query: Q
  readonly headers: H
  readonly body: B
  readonly tenant: string
  readonly requestId: string
  /** Aborts when the client has gone. */
  readonly signal: AbortSignal
}

export interface AnswerRule {
  readonly description: string
  readonly schema?: z.ZodType
  /** Default: application/json. */
  readonly contentType?: string
  readonly headers?: Readonly<Record<string, string>>
}

interface RouteRule<P extends z.ZodType, Q extends z.ZodType, H extends z.ZodType, B extends z.ZodType> {
  readonly method: 'get' | 'post'
  /** With parameters as OpenAPI writes them: `/v1/jobs/{jobId}`. */
  readonly path: string
  readonly operationId: string
  readonly tag: string
  readonly summary: string
  readonly description?: string
  readonly params?: P
  readonly query?: Q
  readonly headers?: H
  readonly body?: BodyRule & { readonly schema: B }
  readonly answers: Readonly<Record<number, AnswerRule>>
  /** Statuses of the faults it can meet, beside those that every route can. */
  readonly errors: readonly number[]
}

export interface ApiRoute extends RouteRule<z.ZodType, z.ZodType, z.ZodType, z.ZodType> {
  answer(host: ApiHost, raw: RawRequest): Promise<Answer>
}

export function apiRoute<
  P extends z.ZodType = z.ZodType,
  Q extends z.ZodType = z.ZodType,
  H extends z.ZodType = z.ZodType,
  B extends z.ZodType = z.ZodType,
>(
  rule: RouteRule<P, Q, H, B>,
  handle: (host: ApiHost, given: Given<z.output<P>, z.output<Q>, z.output<H>, z.output<B>>) => Promise<Answer> | Answer,
): ApiRoute {
  return {
    ...rule,
    async answer(host, raw) {
      const { request, requestId } = raw
      const params = parsePart(rule.params, raw.params, 'parameter')
      const query = parsePart(rule.query, raw.query, 'parameter')
      const headers = parsePart(rule.headers, raw.headers, 'parameter')
      const written = rule.body === undefined ? undefined : await readBody(request, rule.body)
      const body = parsePart(rule.body?.schema, written, 'body')
      const tenant = host.tenantOf(request)
      return await handle(host, { params, query, headers, body, tenant, requestId, signal: request.signal })
    },
  }
}
