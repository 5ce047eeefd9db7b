import { nearestName } from '../../core/near-name.ts'
import { formatBytes } from '../../core/size.ts'
import { maxAgentsPerShard, maxAgentsUnsharded, shardSizes, shardsFor } from '../agent-shard.ts'
import { agentPrefixOf, defaultStage, maxFunctionName } from '../deployment-names.ts'
import { nearArgs } from '../report.ts'
import type { Context } from './context.ts'

/**
 * What AWS would refuse. Errors for the stage that is being deployed; without one, warnings: a laptop runs the file as it
 * stands.
 */
export function checkDeployment(context: Context): void {
  checkStage(context)
  checkNameLengths(context)
  checkShards(context)
  checkEnvironmentSizes(context)
  checkDependencies(context)
}

/** Every stage that can be deployed: those of the file, and `dev`. */
function stagesOf({ draft }: Context): string[] {
  return [...new Set([defaultStage, ...Object.keys(draft.manifest.stages ?? {})])]
}

function checkStage(context: Context): void {
  const { draft, report, stage } = context
  const known = stagesOf(context)
  if (stage === undefined || known.includes(stage) || draft.isDamaged(['stages', stage])) return
  const args = { name: stage, known: known.join(', '), ...nearArgs(nearestName(stage, known)) }
  report.error('MANIFEST_UNKNOWN_STAGE', draft.source.keyAt(['stages']), args)
}

function checkNameLengths(context: Context): void {
  const { draft, stage } = context
  if (draft.isDamaged(['project'])) return
  const { project, stages, infrastructure } = draft.manifest
  const longest = Object.keys(stages ?? {}).reduce((a, b) => (b.length > a.length ? b : a), defaultStage)
  const deployed = { project: project.name, stage: stage ?? longest, shards: infrastructure?.shards }
  for (const name of workersOf(context)) {
    const functionName = `${agentPrefixOf(deployed)}${name}`
    if (functionName.length <= maxFunctionName) continue
    const args = { name, functionName, length: functionName.length, limit: maxFunctionName }
    levelOf(context)('MANIFEST_FUNCTION_NAME', draft.source.keyAt(['agents', name]), args)
  }
}

function checkShards(context: Context): void {
  const { source, manifest } = context.draft
  const workers = workersOf(context)
  const shards = manifest.infrastructure?.shards
  const held = shards === undefined ? workers.length : Math.max(...shardSizes(workers, shards))
  const limit = shards === undefined ? maxAgentsUnsharded : maxAgentsPerShard
  if (held <= limit) return
  const at = shards === undefined ? source.keyAt(['agents']) : source.valueAt(['infrastructure', 'shards'])
  const subject = shards === undefined ? 'One stack' : 'The largest shard'
  const enough = shardsFor(workers)
  const repair = enough === undefined ? {} : { shards: enough }
  levelOf(context)('MANIFEST_SHARD_FULL', at, { subject, held, limit, ...repair })
}

/** Lambda takes 4 KB of names and values; the platform's own take up to 1 KB of them. */
const maxEnvironmentBytes = 3 * 1_024

function checkEnvironmentSizes(context: Context): void {
  for (const { name, environmentValues } of Object.values(context.agents)) {
    const bytes = Object.entries(environmentValues).reduce(
      (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
      0,
    )
    if (bytes <= maxEnvironmentBytes) continue
    const subject = `The environment of agent ${name}`
    const args = { subject, met: formatBytes(bytes), limit: formatBytes(maxEnvironmentBytes) }
    levelOf(context)('MANIFEST_TOO_LARGE', context.draft.source.keyAt(['agents', name]), args)
  }
}

/** Every agent records its results and reports them: this cannot be taken away. */
function checkDependencies({ draft, report }: Context): void {
  for (const [name, { dependencies }] of Object.entries(draft.manifest.agents)) {
    for (const key of ['database', 'queue'] as const) {
      if (dependencies?.[key] !== 'none') continue
      const path = ['agents', name, 'dependencies', key]
      const args = { path: path.join('.'), reason: 'every agent records its own results and reports them' }
      report.warning('MANIFEST_NO_EFFECT', draft.source.valueAt(path), args)
    }
  }
}

function workersOf({ agents }: Context): string[] {
  return Object.values(agents).flatMap(({ name, type }) => (type === 'worker' ? [name] : []))
}

function levelOf({ report, stage }: Context) {
  return stage === undefined ? report.warning : report.error
}
