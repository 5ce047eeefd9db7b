// First: it adds to schemas what they are made with.
import { OpenAPIHono } from '@hono/zod-openapi'
import * as z from 'zod'
import type { AnswerRule, ApiRoute } from '../src/api/api-route.ts'
import { apiRoutes, commonErrors } from '../src/api/api-routes.ts'
import { batchSubmission, errorBody } from '../src/api/contract.ts'

type Document = ReturnType<OpenAPIHono['getOpenAPI31Document']>
type PathConfig = Parameters<OpenAPIHono['openAPIRegistry']['registerPath']>[0]

/** The description of the API, from the schemas that check its requests. Written to docs/openapi.json, which the API serves. */
export function openApiDocument(): Document {
  const app = new OpenAPIHono()
  app.openAPIRegistry.register('BatchSubmission', batchSubmission)
  for (const route of apiRoutes) app.openAPIRegistry.registerPath(pathConfig(route))
  return app.getOpenAPI31Document({
    openapi: '3.1.0',
    info: {
      title: 'Troupe',
      version: '1',
      description: 'Jobs of agents. Every error is `{error: {code, message, hint?, at?, requestId, findings?}}`.',
    },
    tags: [{ name: 'jobs' }, { name: 'agents' }, { name: 'platform' }],
  })
}

function pathConfig(route: ApiRoute): PathConfig {
  const { method, path, operationId, tag, summary, description, params, query, headers, body } = route
  const request = {
    ...(params === undefined ? {} : { params }),
    ...(query === undefined ? {} : { query }),
    ...(headers === undefined ? {} : { headers }),
    ...(body === undefined
      ? {}
      : { body: { required: body.optional !== true, content: { 'application/json': { schema: body.schema } } } }),
  }
  const words = { operationId, tags: [tag], summary, ...(description === undefined ? {} : { description }) }
  return { method, path, ...words, request, responses: responsesOf(route) } as PathConfig
}

const errorWords: Readonly<Record<number, string>> = {
  400: 'The request is not valid',
  403: 'The host or origin is not accepted',
  404: 'There is no such thing',
  409: 'The present state does not allow it',
  410: 'What it needs is gone from the store',
  413: 'The body is too large',
  415: 'The body is not application/json',
  500: 'Something broke that should not',
  503: 'The store did not answer; try again',
  507: 'The disk is full',
}

function responsesOf(route: ApiRoute): Record<string, unknown> {
  const errors = [...route.errors, ...commonErrors].filter((status) => route.answers[status] === undefined)
  const body = { 'application/json': { schema: errorBody } }
  return Object.fromEntries([
    ...Object.entries(route.answers).map(([status, rule]) => [status, responseOf(rule)]),
    ...errors.map((status) => [status, { description: errorWords[status] ?? '', content: body }]),
  ])
}

function responseOf({ description, schema, contentType = 'application/json', headers }: AnswerRule): unknown {
  const hasBody = schema !== undefined || contentType !== 'application/json'
  const content = hasBody ? { content: { [contentType]: { schema: schema ?? z.string() } } } : {}
  return { description, ...content, ...(headers === undefined ? {} : { headers: headerRules(headers) }) }
}

function headerRules(headers: Readonly<Record<string, string>>): unknown {
  const rules = Object.entries(headers).map(([name, description]) => [
    name,
    { description, schema: { type: 'string' } },
  ])
  return Object.fromEntries(rules)
}
