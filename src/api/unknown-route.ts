import { Fault } from '../core/fault.ts'
import { nearestName } from '../core/near-name.ts'
import { apiRoutes } from './api-routes.ts'

/** What to say of a request that no route takes: `ROUTE_METHOD_NOT_ALLOWED` or `ROUTE_NOT_FOUND`. */
export function unknownRoute(method: string, path: string): Fault {
  const allowed = apiRoutes.filter((route) => fits(route.path, path)).map((route) => route.method.toUpperCase())
  const written = path.slice(0, 200)
  if (allowed.length > 0)
    return new Fault('ROUTE_METHOD_NOT_ALLOWED', { path: written, method, allowed: allowed.join(', ') })
  const near = nearestName(path, new Set(apiRoutes.map((route) => filled(route.path, path))))
  return new Fault('ROUTE_NOT_FOUND', {
    method,
    path: written,
    ...(near === undefined ? { hint: 'See the routes: /openapi.json' } : { near }),
  })
}

function fits(template: string, path: string): boolean {
  return filled(template, path) === path && !path.endsWith('/')
}

/** The template with its parameters taken from the path where it has as many parts. */
function filled(template: string, path: string): string {
  const parts = path.split('/')
  const names = template.split('/')
  if (parts.length !== names.length) return template
  return names.map((name, index) => (name.startsWith('{') ? (parts[index] ?? '') : name)).join('/')
}
