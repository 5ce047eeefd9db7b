import { nearestName } from '../../core/near-name.ts'
import { own } from '../agent-settings.ts'
import { nearArgs } from '../report.ts'
import type { ApiDocument, LlmDocument } from '../schema/platform.ts'
import type { Path } from '../source.ts'
import type { Context } from './context.ts'

/** Combinations that AWS or a provider refuses, whatever is built. */
export function checkPlatform(context: Context): void {
  const { api, llm, infrastructure } = context.draft.manifest
  if (api !== undefined) checkApi(api, context)
  if (llm !== undefined) checkLlm(llm, context)
  for (const [part, settings] of Object.entries(infrastructure ?? {})) {
    if (settings?.config !== undefined) checkConfig(part, settings, context)
  }
}

interface Refused {
  readonly kind: string
  readonly key: 'auth' | 'throttle'
  readonly value?: string
  readonly problem: string
  readonly repair: string
}

const refusedApis: readonly Refused[] = [
  { kind: 'http', key: 'auth', value: 'api-key', problem: 'API keys need a REST API', repair: 'Write kind: rest' },
  {
    kind: 'rest',
    key: 'auth',
    value: 'jwt',
    problem: 'A REST API does not check a JWT by itself',
    repair: 'Write kind: http',
  },
  {
    kind: 'function-url',
    key: 'auth',
    value: 'jwt',
    problem: 'A function URL knows IAM only',
    repair: 'Write auth: iam',
  },
  {
    kind: 'function-url',
    key: 'auth',
    value: 'api-key',
    problem: 'A function URL knows IAM only',
    repair: 'Write auth: iam',
  },
  {
    kind: 'function-url',
    key: 'throttle',
    problem: 'A function URL cannot be throttled',
    repair: 'Remove throttle, or write kind: http',
  },
]

function checkApi(api: ApiDocument, { draft, report }: Context): void {
  const kind = api.kind ?? 'http'
  for (const { key, value, problem, repair, ...refused } of refusedApis) {
    const met = api[key]
    if (refused.kind !== kind || met === undefined || (value !== undefined && met !== value)) continue
    report.error('MANIFEST_CONFLICT', draft.source.valueAt(['api', key]), { problem, repair })
  }
}

function checkLlm(llm: LlmDocument, { draft, report }: Context): void {
  const conflict = (key: string, problem: string, repair: string) =>
    report.error('MANIFEST_CONFLICT', draft.source.valueAt(['llm', key]), { problem, repair })
  if (llm.provider === 'openai-compatible' && llm.base_url === undefined) {
    conflict('provider', 'Provider openai-compatible has no address', 'Add base_url')
  }
  if (llm.provider !== 'openai-compatible' && llm.base_url !== undefined) {
    conflict(
      'base_url',
      `Provider ${llm.provider} has an address of its own`,
      'Remove base_url, or write provider: openai-compatible',
    )
  }
  if (llm.provider !== 'bedrock' && llm.region !== undefined) {
    conflict('region', `Provider ${llm.provider} has no regions`, 'Remove region')
  }
  if (llm.provider !== 'scripted' && llm.model === undefined) {
    conflict('provider', `Provider ${llm.provider} needs a model`, 'Add model')
  }
}

/** What a deployment acts on. Other providers' settings are not judged before they are built. */
const configKeys: Readonly<Record<string, readonly string[]>> = {
  dynamodb: ['point_in_time_recovery', 'deletion_protection'],
  sqs: ['visibility_timeout', 'max_receive_count'],
  s3: ['bucket_prefix'],
}

interface Part {
  readonly provider: string
  readonly config?: Readonly<Record<string, unknown>> | undefined
}

function checkConfig(part: string, { provider, config = {} }: Part, { draft, report }: Context): void {
  const known = own(configKeys, provider)
  if (known === undefined) return
  const path: Path = ['infrastructure', part, 'config']
  for (const key of Object.keys(config)) {
    if (known.includes(key)) continue
    const args = { key, where: path.join('.'), ...nearArgs(nearestName(key, known)) }
    report.warning('MANIFEST_UNKNOWN_KEY', draft.source.keyAt([...path, key]), args)
  }
}
