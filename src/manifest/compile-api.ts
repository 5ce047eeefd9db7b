import type { ApiKeyAuth, ApiSettings, JwtAuth } from './deployment-settings.ts'
import type { ApiDocument } from './schema/api.ts'

const defaultThrottle = { rate: 50, burst: 100 }
const iam = { kind: 'iam' } as const

/** Combinations that cannot be are findings of checks/api.ts, and do not come here. */
export function compileApi(api: ApiDocument): ApiSettings {
  const { kind = 'http', auth = 'iam' } = api
  const throttle = {
    rate: api.throttle?.rate ?? defaultThrottle.rate,
    burst: api.throttle?.burst ?? defaultThrottle.burst,
  }
  if (kind === 'function-url') return { kind, auth: iam }
  if (kind === 'rest') return { kind, throttle, auth: auth === 'api-key' ? apiKeysOf(api) : iam }
  return { kind, throttle, auth: auth === 'jwt' ? jwtOf(api) : iam }
}

function jwtOf({ jwt }: ApiDocument): JwtAuth {
  return { kind: 'jwt', issuer: jwt?.issuer ?? '', audience: jwt?.audience ?? [] }
}

function apiKeysOf({ clients = ['default'], per_client = {} }: ApiDocument): ApiKeyAuth {
  const { rate, burst, per_day } = per_client
  const limits = {
    ...(rate === undefined ? {} : { rate }),
    ...(burst === undefined ? {} : { burst }),
    ...(per_day === undefined ? {} : { perDay: per_day }),
  }
  return { kind: 'api-key', clients, limits }
}
