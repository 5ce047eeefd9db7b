import { describe, expect, it } from 'vitest'
import document from '../../docs/openapi.json' with { type: 'json' }
import { createApi } from '../../src/api/app.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { ServedApi } from './served-api.ts'

const documented = Object.entries(document.paths ?? {}).flatMap(([path, methods]) =>
  Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
)

describe('/openapi.json', () => {
  it('is served as it is', async () => {
    const told = await new ServedApi(aDefinition([{ run: 'a' }])).get('/openapi.json')
    expect(told.text).toBe(JSON.stringify(document))
    expect(told.body.openapi).toBe('3.1.0')
  })

  it('lists every route there is, and no other', () => {
    const app = createApi(new ServedApi(aDefinition([{ run: 'a' }])).host)
    const served = app.routes
      .filter(({ method }) => method !== 'ALL')
      .map(({ method, path }) => `${method} ${path.replaceAll(/\/:(\w+)/g, '/{$1}')}`)
    expect(served.sort()).toEqual(documented.sort())
  })

  it('names each operation once', () => {
    const ids = Object.values(document.paths ?? {}).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    )
    expect(new Set(ids).size).toBe(ids.length)
  })

  it('resolves every reference within itself', () => {
    const schemas = document.components?.schemas ?? {}
    const text = JSON.stringify(document)
    for (const [, name = ''] of text.matchAll(/#\/components\/schemas\/(\w+)/g)) expect(schemas).toHaveProperty(name)
  })

  it('documents the limits that are checked', () => {
    const text = JSON.stringify(document)
    expect(text).toContain('"maxLength":255')
    expect(text).toContain('"maxItems":1000')
    expect(text).toContain('"maximum":100')
  })
})
