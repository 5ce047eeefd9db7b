import { Fault } from '../../core/fault.ts'
import type { ApiHost } from '../api-host.ts'
import { type Answer, apiRoute } from '../api-route.ts'
import * as wire from '../contract.ts'

const health = apiRoute(
  {
    method: 'get',
    path: '/healthz',
    operationId: 'health',
    tag: 'platform',
    summary: 'Says whether the platform takes jobs',
    answers: {
      200: { description: 'It does', schema: wire.health },
      503: { description: 'Its store cannot be read', schema: wire.health },
    },
    errors: [],
  },
  async (host): Promise<Answer> => {
    const store = await readsStore(host)
    const { version } = host
    const status = store === 'ok' ? ('ok' as const) : ('unavailable' as const)
    const body: wire.Health = { status, version, definition: host.definition().hash, store }
    return { status: store === 'ok' ? 200 : 503, body }
  },
)

/** Asks for a job that cannot be: one read, of the kind that every answer of this API needs. */
async function readsStore({ ports }: ApiHost): Promise<wire.Health['store']> {
  try {
    await ports.store.loadJob('healthz')
    return 'ok'
  } catch (error) {
    ports.log('error', 'the store cannot be read', { error: String(error) })
    return 'unavailable'
  }
}

const metrics = apiRoute(
  {
    method: 'get',
    path: '/metrics',
    operationId: 'metrics',
    tag: 'platform',
    summary: 'Counts and durations, as Prometheus reads them',
    description: 'Only on a laptop; 404 elsewhere.',
    answers: { 200: { description: 'Prometheus text', contentType: 'text/plain' } },
    errors: [404],
  },
  (host): Answer => {
    if (host.metrics === undefined) throw new Fault('ROUTE_NOT_FOUND', { method: 'GET', path: '/metrics' })
    return {
      status: 200,
      headers: { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' },
      text: host.metrics(),
    }
  },
)

export const healthRoutes = [health, metrics]
