/** What agents.yaml says of one stage beside the definition, with every default filled in. */
export interface DeploymentSettings {
  readonly stage: string
  /** Deploying with credentials of another account is refused. */
  readonly account?: string
  readonly region?: string
  /** Whether jobs, files and logs outlive the stack, and the stack is kept from deletion by accident. */
  readonly protected: boolean
  /** How long ended jobs are kept; absent: for ever. */
  readonly retentionDays?: number
  readonly logRetentionDays: number
  readonly tracing: boolean
  /** Who is told of alarms; absent: nobody, they are seen in the console only. */
  readonly alarmEmail?: string
  readonly api: ApiSettings
  readonly table: { readonly pointInTimeRecovery: boolean; readonly deletionProtection: boolean }
  readonly queue: {
    /** The planner's timeout may ask for more. */
    readonly minVisibilityMs: number
    /** Deliveries of a message before it counts as poison. */
    readonly maxReceiveCount: number
    /** Planners at once. */
    readonly maxConcurrency: number
  }
  /** Absent: the bucket's name is AWS's choice. */
  readonly bucketPrefix?: string
  /** Whether an event bus is told what happens to jobs. */
  readonly events: boolean
  /** Absent: the agents are in the stack itself. */
  readonly shards?: number
  /** What each agent may do with the files of its job. */
  readonly files: Readonly<Record<string, FileAccess>>
}

export type FileAccess = 'none' | 'read' | 'write' | 'read-write'

export interface Throttle {
  /** Requests a second. */
  readonly rate: number
  readonly burst: number
}

export type ApiSettings =
  | { readonly kind: 'http'; readonly auth: IamAuth | JwtAuth; readonly throttle: Throttle }
  | { readonly kind: 'rest'; readonly auth: IamAuth | ApiKeyAuth; readonly throttle: Throttle }
  | { readonly kind: 'function-url'; readonly auth: IamAuth }

export interface IamAuth {
  readonly kind: 'iam'
}

export interface JwtAuth {
  readonly kind: 'jwt'
  readonly issuer: string
  readonly audience: readonly string[]
}

export interface ApiKeyAuth {
  readonly kind: 'api-key'
  /** Each has a key of its own. */
  readonly clients: readonly string[]
  /** Of each key. */
  readonly limits: Partial<Throttle> & { readonly perDay?: number }
}
