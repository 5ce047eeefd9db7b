import fc from 'fast-check'
import { expect, it } from 'vitest'
import type * as z from 'zod'
import { apiRoutes } from '../../src/api/api-routes.ts'
import { failure } from '../engine/test-platform.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { type Asking, ServedApi } from './served-api.ts'

/**
 * Requests made from the routes' own schemas and from anything at all. `ServedApi.ask` throws for an answer that its
 * route does not document, so a property over it says: only documented statuses, only documented shapes.
 */
const definition = aDefinition([
  { name: 'full', if: 'input.kind == "full"', run: 'a -> (b | c)', else: 'wait(5s) -> d' },
  { name: 'doubtful', if: 'results.a.trust < 0.5', run: 'e', onTypeError: 'false' },
])

const ids = fc.constantFrom(
  'job1',
  'job1',
  'job2',
  'job3',
  'job3',
  'job3',
  'a',
  'b',
  'wait',
  'constructor',
  '__proto__',
)
const words = fc.oneof(
  ids,
  fc.string(),
  fc.constantFrom('true', '0', '1', '20', '2h', 'running', 'x=y', '*', 'W/"1"', 'full', 'low', '5m'),
)
const anyValue = fc.oneof(fc.jsonValue({ maxDepth: 4 }), words, fc.integer(), fc.constant(null))

/** Values that fit, so that requests also get past the schemas. */
const fitting: Readonly<Record<string, fc.Arbitrary<unknown>>> = {
  workflow: fc.constant('default'),
  input: fc.oneof(fc.jsonValue(), fc.record({ kind: fc.constantFrom('full', 'quick') })),
  labels: fc.dictionary(fc.stringMatching(/^[a-z]{1,9}$/), fc.string(), { maxKeys: 4 }),
  priority: fc.constantFrom('low', 'normal', 'high'),
  deadline: fc.oneof(fc.constantFrom('5m', '1s'), fc.nat()),
  delay: fc.oneof(fc.constantFrom('5m', '0s'), fc.nat()),
  jobs: fc.array(fc.record({ input: anyValue, idempotencyKey: fc.string() }, { requiredKeys: [] })),
  fromStep: fc.constantFrom('a', 'b', 'd'),
  limit: fc.integer({ min: 1, max: 100 }),
  since: fc.constantFrom('2h', '1970-01-01T00:16:40Z'),
  status: fc.constantFrom('running', 'completed'),
  label: fc.constant('x=y'),
  results: fc.boolean(),
  wait: fc.integer({ min: 0, max: 20 }),
}

/** Values that a schema knows by name, with anything in place of what it says, and now and then another key. */
function likeSchema(schema: z.ZodType | undefined): fc.Arbitrary<Record<string, unknown>> {
  const shape = schema !== undefined && 'shape' in schema ? Object.keys(schema.shape as object) : []
  const known = fc.record(
    Object.fromEntries(
      shape.map((key) => [
        key,
        fc.oneof({ weight: 12, arbitrary: fitting[key] ?? words }, { weight: 1, arbitrary: anyValue }),
      ]),
    ),
    {
      requiredKeys: shape.includes('input') ? ['input'] : [],
    },
  )
  return fc.oneof(
    { weight: 10, arbitrary: known },
    {
      weight: 1,
      arbitrary: fc.tuple(known, fc.string(), anyValue).map(([base, key, value]) => ({ ...base, [key]: value })),
    },
  )
}

interface Request {
  readonly method: string
  readonly path: string
  readonly asking: Asking
}

const request: fc.Arbitrary<Request> = fc
  .constantFrom(...apiRoutes, ...apiRoutes.filter(({ method }) => method === 'post'))
  .chain((route) =>
    fc
      .record({
        params: fc.array(
          fc.oneof({ weight: 5, arbitrary: ids }, { weight: 1, arbitrary: fc.string({ minLength: 1 }) }),
          {
            minLength: 2,
            maxLength: 2,
          },
        ),
        query: likeSchema(route.query),
        headers: fc.dictionary(
          fc.constantFrom('if-none-match', 'idempotency-key', 'x-request-id'),
          fc.stringMatching(/^[ -~]{0,40}$/),
        ),
        body: fc.oneof({ weight: 4, arbitrary: likeSchema(route.body?.schema) }, { weight: 1, arbitrary: anyValue }),
        raw: fc.oneof({ weight: 6, arbitrary: fc.constant(null) }, fc.string(), fc.uint8Array()),
        type: fc.oneof({ weight: 10, arbitrary: fc.constant('application/json') }, fc.constant('text/plain')),
      })
      .map(({ params, query, headers, body, raw, type }) => {
        let index = 0
        const path = route.path.replaceAll(/\{\w+\}/g, () => encodeURIComponent(params[index++] ?? 'job1'))
        const search = new URLSearchParams(
          Object.entries(query).map(([key, value]): [string, string] => [key, asText(value)]),
        )
        const content = route.method === 'post' ? { raw: raw ?? JSON.stringify(body) } : {}
        const asking = { ...content, headers: { ...headers, 'content-type': type } }
        return { method: route.method.toUpperCase(), path: search.size === 0 ? path : `${path}?${search}`, asking }
      }),
  )

it('no request is answered with 500 or more, or with anything that its route does not document', async () => {
  const statuses = new Map<number, number>()
  await fc.assert(
    fc.asyncProperty(fc.array(request, { minLength: 5, maxLength: 5 }), async (requests) => {
      const served = new ServedApi(definition, { a: () => failure('BROKE'), d: () => ({ rows: 1 }) })
      await served.finished({ input: { kind: 'full' } })
      await served.finished({ input: { kind: 'quick' } })
      await served.post('/v1/jobs', { input: { kind: 'full' }, labels: { x: 'y' } })
      await served.platform.plan('job3')
      for (const { method, path, asking } of requests) {
        const told = await served.ask(method, path, asking)
        statuses.set(told.status, (statuses.get(told.status) ?? 0) + 1)
        expect(told.status).toBeLessThan(500)
      }
    }),
    { numRuns: 200 },
  )
  // Not only refusals: the requests reach the engine, too.
  for (const status of [200, 202, 400, 404, 409, 415]) expect(statuses.get(status) ?? 0).toBeGreaterThan(0)
}, 60_000)

/** An object's own text would be whatever its `toString` holds. */
function asText(value: unknown): string {
  return typeof value === 'object' && value !== null ? JSON.stringify(value) : String(value)
}
