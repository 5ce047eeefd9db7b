import { env as environment } from 'node:process'
import { Fault } from './core/fault.ts'
import { modelKeyNames } from './core/model-settings.ts'

/** Every environment variable that the platform itself reads, by its name. Agents' own are declared in agents.yaml. */
export const environmentNames = {
  noColor: 'NO_COLOR',
  forceColor: 'FORCE_COLOR',
  ci: 'CI',
  terminal: 'TERM',
  url: 'TROUPE_URL',
  token: 'TROUPE_TOKEN',
  apiKey: 'TROUPE_API_KEY',
  data: 'TROUPE_DATA',
  table: 'TROUPE_TABLE',
  queueUrl: 'TROUPE_QUEUE_URL',
  bucket: 'TROUPE_BUCKET',
  agentPrefix: 'TROUPE_AGENT_PREFIX',
  agent: 'TROUPE_AGENT',
  logLevel: 'TROUPE_LOG_LEVEL',
  retentionDays: 'TROUPE_RETENTION_DAYS',
  stack: 'TROUPE_STACK',
  eventBus: 'TROUPE_EVENT_BUS',
  region: 'AWS_REGION',
  deployStage: 'STAGE',
  deployAccount: 'CDK_DEFAULT_ACCOUNT',
  model: 'TROUPE_LLM_MODEL',
  modelBaseUrl: 'TROUPE_LLM_BASE_URL',
  bedrockToken: 'AWS_BEARER_TOKEN_BEDROCK',
  awsAccessKey: 'AWS_ACCESS_KEY_ID',
  awsProfile: 'AWS_PROFILE',
  awsContainer: 'AWS_CONTAINER_CREDENTIALS_RELATIVE_URI',
  awsWebIdentity: 'AWS_WEB_IDENTITY_TOKEN_FILE',
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
  /** For an API with JWT. A secret. */
  readonly token: string | undefined
  /** For an API with keys. A secret. */
  readonly apiKey: string | undefined
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

/** What a deployed Lambda was told by its stage. A part is looked at when it is used: each Lambda is told its own. */
export interface CloudEnv {
  readonly table: string
  readonly queueUrl: string
  readonly bucket: string
  /** An agent's function is called this and its name. */
  readonly agentPrefix: string
  /** Of metrics, and the source of events. */
  readonly stack: string
  /** Which Lambda itself says. */
  readonly region: string
  /** Name of the bus that is told of what happens. */
  readonly eventBus: string
  /** Default: info. */
  readonly logLevel: (typeof logLevels)[number]
  /** How long ended jobs are kept; undefined: for ever. */
  readonly retentionDays: number | undefined
}

/** What an agent's process was told of language models. */
export interface ModelEnv {
  /** Which model, when agents.yaml names none. */
  readonly model: string | undefined
  /** Of a server that speaks OpenAI's chat completions. */
  readonly baseUrl: string | undefined
  /** Whether there are credentials that Bedrock may take; not whether it does. */
  readonly hasAwsCredentials: boolean
  /** A secret. */
  keyOf(provider: keyof typeof modelKeyNames): string | undefined
}

const logLevels = ['debug', 'info', 'warn', 'error'] as const

export type Environment = Readonly<Record<string, string | undefined>>

/** The variables of this process, all of them: an agent's thread is given the ones it declared. */
export function processEnvironment(): Environment {
  return { ...environment }
}

/** Sets a variable for the processes that are started from here on; one that is set already stays. */
export function setIfAbsent(name: string, value: string): void {
  const { [name]: given = value } = environment
  Object.assign(environment, { [name]: given })
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
    token: read(environmentNames.token),
    apiKey: read(environmentNames.apiKey),
    data: read(environmentNames.data),
  }
}

export function readDeployEnv(variables: Environment = environment): DeployEnv {
  const read = (name: string) => (variables[name] === '' ? undefined : variables[name])
  return { stage: read(environmentNames.deployStage), account: read(environmentNames.deployAccount) }
}

export function readModelEnv(variables: Environment = environment): ModelEnv {
  const read = (name: string) => (variables[name] === '' ? undefined : variables[name])
  const { bedrockToken, awsAccessKey, awsProfile, awsContainer, awsWebIdentity } = environmentNames
  const credentials = [bedrockToken, awsAccessKey, awsProfile, awsContainer, awsWebIdentity]
  return {
    model: read(environmentNames.model),
    baseUrl: read(environmentNames.modelBaseUrl),
    hasAwsCredentials: credentials.some((name) => read(name) !== undefined),
    keyOf: (provider) => read(modelKeyNames[provider]),
  }
}

/** Each part throws `ENV_MISSING` or `ENV_INVALID`, naming the variable, when it is read. */
export function readCloudEnv(variables: Environment = environment): CloudEnv {
  const { table, queueUrl, bucket, agentPrefix, stack, region, eventBus } = environmentNames
  const needed = (name: string): string => {
    const value = variables[name]
    if (value === undefined || value === '') throw new Fault('ENV_MISSING', { name })
    return value
  }
  return {
    get table() {
      return needed(table)
    },
    get queueUrl() {
      return needed(queueUrl)
    },
    get bucket() {
      return needed(bucket)
    },
    get agentPrefix() {
      return needed(agentPrefix)
    },
    get stack() {
      return needed(stack)
    },
    get region() {
      return needed(region)
    },
    get eventBus() {
      return needed(eventBus)
    },
    get logLevel() {
      return logLevelOf(variables[environmentNames.logLevel])
    },
    get retentionDays() {
      return daysOf(variables[environmentNames.retentionDays])
    },
  }
}

function logLevelOf(met: string | undefined): CloudEnv['logLevel'] {
  if (met === undefined || met === '') return 'info'
  const level = logLevels.find((one) => one === met)
  if (level !== undefined) return level
  throw new Fault('ENV_INVALID', { name: environmentNames.logLevel, met, limit: `one of ${logLevels.join(', ')}` })
}

function daysOf(met: string | undefined): number | undefined {
  if (met === undefined || met === '') return undefined
  if (/^[1-9]\d{0,4}$/.test(met)) return Number(met)
  throw new Fault('ENV_INVALID', { name: environmentNames.retentionDays, met, limit: 'a whole number of days' })
}
