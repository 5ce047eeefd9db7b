import { Fault } from '../core/fault.ts'

/**
 * Throws `API_HOST_REFUSED` when the request is not addressed to one of the allowed hosts, or comes from a page of
 * another origin. A page that rebinds its own name to 127.0.0.1 still sends its own name as the host.
 */
export function checkHost(allowed: readonly string[] | undefined, request: Request): void {
  if (allowed === undefined) return
  const host = (request.headers.get('host') ?? new URL(request.url).host).toLowerCase()
  const origin = request.headers.get('origin')
  const from = origin === null ? undefined : (hostOf(origin) ?? origin)
  const isOwn = from === undefined || from === host || allowed.includes(from)
  if (isOwn && (allowed.includes(host) || allowed.includes(withoutPort(host)))) return
  const sender = origin === null ? '' : ` from pages of ${origin.slice(0, 100)}`
  throw new Fault('API_HOST_REFUSED', { about: `for ${host.slice(0, 100)}${sender}` })
}

/** Host and port of an origin; undefined for `null` and other opaque ones. */
function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined
}

function withoutPort(host: string): string {
  return host.replace(/:\d*$/, '')
}
