import { env as environment } from 'node:process'

/** Every environment variable that the platform itself reads, by its name. Agents' own are declared in agents.yaml. */
export const environmentNames = {
  noColor: 'NO_COLOR',
  forceColor: 'FORCE_COLOR',
  ci: 'CI',
  terminal: 'TERM',
  url: 'TROUPE_URL',
  data: 'TROUPE_DATA',
  table: 'TROUPE_TABLE',
  queueUrl: 'TROUPE_QUEUE_URL',
  bucket: 'TROUPE_BUCKET',
  agentPrefix: 'TROUPE_AGENT_PREFIX',
  agent: 'TROUPE_AGENT',
  logLevel: 'TROUPE_LOG_LEVEL',
  retentionDays: 'TROUPE_RETENTION_DAYS',
  stack: 'TROUPE_STACK',
  region: 'AWS_REGION',
  deployStage: 'STAGE',
  deployAccount: 'CDK_DEFAULT_ACCOUNT',
} as const

/** What the platform was told by its environment. An empty variable counts as absent. */
export interface Env {
  readonly noColor: boolean
  /** Undefined: not said. `FORCE_COLOR=0` is false. */
  readonly forceColor: boolean | undefined
  readonly isCi: boolean
  /** `dumb` and absent mean: no colour, no cursor movement. */
  readonly terminal: string | undefined
  /** Where the jobs' API is, when `--url` does not say. */
  readonly url: string | undefined
  /** The laptop runtime's data directory, when `--data` does not say. */
  readonly data: string | undefined
}

/** What a deployment was told by its environment. */
export interface DeployEnv {
  /** Which stage, when the context does not say. */
  readonly stage: string | undefined
  /** Of the credentials, as the CDK found it; undefined without credentials. */
  readonly account: string | undefined
}

export type Environment = Readonly<Record<string, string | undefined>>

/** The variables of this process, all of them: an agent's thread is given the ones it declared. */
export function processEnvironment(): Environment {
  return { ...environment }
}

export function readEnv(variables: Environment = environment): Env {
  const read = (name: string) => (variables[name] === '' ? undefined : variables[name])
  const forced = read(environmentNames.forceColor)
  return {
    noColor: read(environmentNames.noColor) !== undefined,
    forceColor: forced === undefined ? undefined : forced !== '0' && forced !== 'false',
    isCi: read(environmentNames.ci) !== undefined,
    terminal: read(environmentNames.terminal),
    url: read(environmentNames.url),
    data: read(environmentNames.data),
  }
}

export function readDeployEnv(variables: Environment = environment): DeployEnv {
  const read = (name: string) => (variables[name] === '' ? undefined : variables[name])
  return { stage: read(environmentNames.deployStage), account: read(environmentNames.deployAccount) }
}
