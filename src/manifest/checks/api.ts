import type { ApiDocument } from '../schema/api.ts'
import type { Context } from './context.ts'

/** Combinations of the API's keys that AWS refuses, and keys that another one makes meaningless. */
export function checkApi({ draft, report }: Context): void {
  const { api } = draft.manifest
  if (api === undefined || draft.isDamaged(['api'])) return
  const said = { kind: api.kind ?? 'http', auth: api.auth ?? 'iam', keys: api }
  for (const { key, refuses, problem, repair } of refusals) {
    if (!refuses(said)) continue
    report.error('MANIFEST_CONFLICT', draft.source.valueAt(['api', key]), { problem, repair })
  }
}

interface Said {
  readonly kind: NonNullable<ApiDocument['kind']>
  readonly auth: NonNullable<ApiDocument['auth']>
  readonly keys: ApiDocument
}

interface Refusal {
  /** Where the finding is. */
  readonly key: keyof ApiDocument
  refuses(said: Said): boolean
  readonly problem: string
  readonly repair: string
}

const refusals: readonly Refusal[] = [
  {
    key: 'auth',
    refuses: ({ kind, auth }) => kind === 'http' && auth === 'api-key',
    problem: 'API keys need a REST API',
    repair: 'Write kind: rest',
  },
  {
    key: 'auth',
    refuses: ({ kind, auth }) => kind === 'rest' && auth === 'jwt',
    problem: 'A REST API does not check a JWT by itself',
    repair: 'Write kind: http',
  },
  {
    key: 'auth',
    refuses: ({ kind, auth }) => kind === 'function-url' && auth !== 'iam',
    problem: 'A function URL knows IAM only',
    repair: 'Write auth: iam',
  },
  {
    key: 'throttle',
    refuses: ({ kind, keys }) => kind === 'function-url' && keys.throttle !== undefined,
    problem: 'A function URL cannot be throttled',
    repair: 'Remove throttle, or write kind: http',
  },
  {
    key: 'auth',
    refuses: ({ auth, keys }) => auth === 'jwt' && keys.jwt === undefined,
    problem: 'Nothing says whose JWTs are taken',
    repair: 'Add jwt: { issuer: https://…, audience: […] }',
  },
  {
    key: 'jwt',
    refuses: ({ auth, keys }) => auth !== 'jwt' && keys.jwt !== undefined,
    problem: 'No JWT is asked for',
    repair: 'Write auth: jwt, or remove jwt',
  },
  {
    key: 'clients',
    refuses: ({ auth, keys }) => auth !== 'api-key' && keys.clients !== undefined,
    problem: 'Clients are told apart by API keys only',
    repair: 'Write kind: rest and auth: api-key, or remove clients',
  },
  {
    key: 'per_client',
    refuses: ({ auth, keys }) => auth !== 'api-key' && keys.per_client !== undefined,
    problem: 'Clients are told apart by API keys only',
    repair: 'Write kind: rest and auth: api-key, or remove per_client',
  },
]
