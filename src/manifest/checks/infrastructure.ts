import { nearestName } from '../../core/near-name.ts'
import { nearArgs } from '../report.ts'
import { configSchemas, isConfigured } from '../schema/infrastructure-config.ts'
import { schemaFindings } from '../schema-findings.ts'
import type { Path } from '../source.ts'
import type { Context } from './context.ts'

/** `infrastructure.<part>.config`: values that a deployment acts on, and keys that it does not know. */
export function checkInfrastructure(context: Context): void {
  const { database, queue, storage } = context.draft.manifest.infrastructure ?? {}
  for (const [part, settings] of Object.entries({ database, queue, storage })) {
    if (settings?.config !== undefined) checkConfig(part, settings, context)
  }
}

interface Part {
  readonly provider: string
  readonly config?: Readonly<Record<string, unknown>> | undefined
}

function checkConfig(part: string, { provider, config = {} }: Part, { draft, report }: Context): void {
  if (!isConfigured(provider)) return
  const schema = configSchemas[provider]
  const path: Path = ['infrastructure', part, 'config']
  const known = Object.keys(schema.shape)
  for (const key of Object.keys(config)) {
    if (known.includes(key)) continue
    const args = { key, where: path.join('.'), ...nearArgs(nearestName(key, known)) }
    report.warning('MANIFEST_UNKNOWN_KEY', draft.source.keyAt([...path, key]), args)
  }
  const { error } = schema.safeParse(config, { reportInput: true })
  if (error === undefined) return
  const issues = error.issues.map((issue) => ({ ...issue, path: [...path, ...issue.path] }))
  report.add(schemaFindings({ issues }, draft.source).findings)
}
