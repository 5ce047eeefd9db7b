import { parseDurationMs } from '../core/duration.ts'
import { stageOf } from './agent-settings.ts'
import { compileApi } from './compile-api.ts'
import { defaultStage } from './deployment-names.ts'
import type { DeploymentSettings, FileAccess } from './deployment-settings.ts'
import type { AgentDocument } from './schema/agent.ts'
import type { ConfigOf } from './schema/infrastructure-config.ts'
import type { Manifest } from './schema/manifest.ts'
import type { StageDocument } from './schema/stage.ts'

const dayMs = 86_400_000

/** What the file says of one stage's deployment. Its shape is checked, the stage exists. */
export function compileDeployment(manifest: Manifest, stage: string): DeploymentSettings {
  const written: StageDocument = stageOf(manifest, stage) ?? {}
  const region = written.region ?? manifest.project.region
  const isProtected = written.protected ?? stage !== defaultStage
  const { retention, log_retention, account, alarms } = written
  return {
    stage,
    ...(account === undefined ? {} : { account }),
    ...(region === undefined ? {} : { region }),
    protected: isProtected,
    ...(retention === undefined ? {} : { retentionDays: daysOf(retention) }),
    logRetentionDays: log_retention === undefined ? (isProtected ? 90 : 7) : daysOf(log_retention),
    tracing: written.tracing ?? false,
    ...(alarms === undefined ? {} : { alarmEmail: alarms.email }),
    api: compileApi(manifest.api ?? {}),
    ...infrastructureOf(manifest, isProtected),
    files: Object.fromEntries(Object.entries(manifest.agents).map(([name, agent]) => [name, accessOf(agent)])),
  }
}

type Infrastructure = Pick<DeploymentSettings, 'table' | 'queue' | 'bucketPrefix' | 'events' | 'shards'>

function infrastructureOf({ infrastructure = {} }: Manifest, isProtected: boolean): Infrastructure {
  // Checked by checks/infrastructure.ts against the very schemas that these types come from.
  const table = (infrastructure.database?.config ?? {}) as ConfigOf<'dynamodb'>
  const queue = (infrastructure.queue?.config ?? {}) as ConfigOf<'sqs'>
  const bucket = (infrastructure.storage?.config ?? {}) as ConfigOf<'s3'>
  const { shards, events } = infrastructure
  return {
    table: {
      pointInTimeRecovery: table.point_in_time_recovery ?? true,
      deletionProtection: table.deletion_protection ?? isProtected,
    },
    queue: {
      minVisibilityMs: parseDurationMs(queue.visibility_timeout) ?? 0,
      maxReceiveCount: queue.max_receive_count ?? 5,
      maxConcurrency: queue.max_concurrency ?? 20,
    },
    ...(bucket.bucket_prefix === undefined ? {} : { bucketPrefix: bucket.bucket_prefix }),
    events: events !== undefined,
    ...(shards === undefined ? {} : { shards }),
  }
}

function daysOf(written: string | number): number {
  return Math.ceil((parseDurationMs(written) ?? 0) / dayMs)
}

const accesses = {
  none: 'none',
  read: 'read',
  'read-only': 'read',
  write: 'write',
  'read-write': 'read-write',
  optional: 'read-write',
  required: 'read-write',
} as const satisfies Record<string, FileAccess>

/** What nobody said is as on a laptop: an agent may keep files, and read those of its job. */
function accessOf({ dependencies }: AgentDocument): FileAccess {
  return accesses[dependencies?.storage ?? 'read-write']
}
