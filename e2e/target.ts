import { GetCallerIdentityCommand, STSClient } from '@aws-sdk/client-sts'
import { type Environment, processEnvironment } from '../src/env.ts'
import type { Options } from './options.ts'

/** What every client of AWS here is made with. */
export interface AwsSettings {
  readonly region: string
  readonly endpoint?: string
  readonly credentials: STSClient['config']['credentials']
}

/** Where the test deploys to. */
export interface Target extends Pick<Options, 'account' | 'region' | 'endpoint'> {
  readonly settings: AwsSettings
  /** For the processes of the CDK. */
  readonly environment: Environment
}

/** Credentials that mean nothing for an emulator, whatever this machine knows of AWS; those of this machine for AWS itself. */
export function targetOf({ endpoint, account, region }: Options): Target {
  const inherited = { ...processEnvironment(), AWS_REGION: region, AWS_DEFAULT_REGION: region }
  if (endpoint === undefined) {
    const settings = { region, credentials: new STSClient({ region }).config.credentials }
    return { account, region, endpoint, settings, environment: inherited }
  }
  // The account's number as the key is how emulators are told which account is meant.
  const credentials = { accessKeyId: account, secretAccessKey: 'test' }
  return {
    ...{ account, region, endpoint },
    settings: { region, endpoint, credentials: async () => credentials },
    environment: { ...withoutAws(inherited), ...emulated({ endpoint, region, ...credentials }) },
  }
}

/**
 * An emulator says `http://<id>.execute-api.localhost:<port>`, which not every machine can look up: the same API is reached
 * by a path of the endpoint.
 */
export function reachableUrl(apiUrl: string, { endpoint }: Pick<Target, 'endpoint'>): string {
  const { hostname, pathname } = new URL(apiUrl)
  const [id, service] = hostname.split('.')
  if (endpoint === undefined || service !== 'execute-api') return apiUrl
  return `${endpoint}/_aws/execute-api/${id}${pathname.replace(/\/$/, '')}`
}

/** Throws when nobody answers there, or to whom the credentials belong is another account than the one that was named. */
export async function checkCaller({ settings, account }: Target): Promise<void> {
  const caller = await new STSClient(settings).send(new GetCallerIdentityCommand({}))
  if (caller.Account !== account) throw new Error(`The credentials are of account ${caller.Account}, not of ${account}`)
}

function withoutAws(environment: Environment): Environment {
  const others = Object.entries(environment).filter(([name]) => !name.startsWith('AWS_') && !name.startsWith('CDK_'))
  return Object.fromEntries(others)
}

function emulated(said: { endpoint: string; region: string; accessKeyId: string; secretAccessKey: string }) {
  return {
    AWS_ENDPOINT_URL: said.endpoint,
    AWS_REGION: said.region,
    AWS_DEFAULT_REGION: said.region,
    AWS_ACCESS_KEY_ID: said.accessKeyId,
    AWS_SECRET_ACCESS_KEY: said.secretAccessKey,
    AWS_EC2_METADATA_DISABLED: 'true',
  }
}
