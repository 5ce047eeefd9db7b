import type { IncomingMessage } from 'node:http'
import { vi } from 'vitest'
import { type ScriptedAnswer, type ScriptedServer, serveScript } from '../jobs/scripted-server.ts'
import { login, type SignedAs, signedAs } from './signature.ts'

/** Where the API of `serveAws` is, as that of a REST API is below its stage. */
export const apiPath = '/live'

/** How a service answers a request that is signed as it must be. */
export interface AwsServices {
  /** Of `DescribeStacks`, for a stack's name; undefined: there is none. */
  readonly stacks?: (name: string) => { readonly status: string; readonly outputs?: Record<string, string> } | undefined
  /** Of CloudWatch Logs, by operation. */
  readonly logs?: (operation: string, request: Record<string, unknown>) => unknown
  /** Of Lambda's `GetFunctionConfiguration`. */
  readonly logGroupOf?: (functionName: string) => string | undefined
  /** Of the stage's API, whoever asks; `signed` says as what, when the request is. */
  readonly api?: (request: IncomingMessage, body: string, signed: SignedAs | undefined) => ScriptedAnswer
}

/** AWS on a loopback port, for the SDK's own clients; a request whose signature is wrong is refused as AWS does. */
export async function serveAws(services: AwsServices): Promise<ScriptedServer> {
  return await serveScript((request, body) => {
    const signed = signedAs(request, body)
    if (services.api !== undefined && request.url?.startsWith(apiPath)) return services.api(request, body, signed)
    if (signed === undefined) return fail(403, 'SignatureDoesNotMatch', 'The signature does not match')
    if (signed.service === 'cloudformation') return describeStacks(services, new URLSearchParams(body))
    if (signed.service === 'lambda') return functionConfiguration(services, request.url ?? '')
    const operation = String(request.headers['x-amz-target']).split('.').at(-1) ?? ''
    return {
      headers: { 'content-type': 'application/x-amz-json-1.1' },
      body: services.logs?.(operation, JSON.parse(body)),
    }
  })
}

/** As a login on a machine; nothing else of the machine counts. */
export function stubLogin(endpoint: string, variables: Readonly<Record<string, string | undefined>> = {}): void {
  const all: Record<string, string | undefined> = {
    AWS_ENDPOINT_URL: endpoint,
    AWS_ACCESS_KEY_ID: login.accessKeyId,
    AWS_SECRET_ACCESS_KEY: login.secretAccessKey,
    AWS_REGION: 'eu-central-1',
    AWS_SESSION_TOKEN: undefined,
    AWS_PROFILE: undefined,
    AWS_CONFIG_FILE: '/nowhere',
    AWS_SHARED_CREDENTIALS_FILE: '/nowhere',
    AWS_EC2_METADATA_DISABLED: 'true',
    ...variables,
  }
  for (const [name, value] of Object.entries(all)) vi.stubEnv(name, value)
}

function describeStacks({ stacks }: AwsServices, query: URLSearchParams) {
  const name = query.get('StackName') ?? ''
  const stack = stacks?.(name)
  if (stack === undefined) return fail(400, 'ValidationError', `Stack with id ${name} does not exist`)
  const outputs = Object.entries(stack.outputs ?? {}).map(
    ([key, value]) => `<member><OutputKey>${key}</OutputKey><OutputValue>${value}</OutputValue></member>`,
  )
  return xml(
    200,
    `<DescribeStacksResponse><DescribeStacksResult><Stacks><member><StackName>${name}</StackName>` +
      `<StackStatus>${stack.status}</StackStatus><Outputs>${outputs.join('')}</Outputs></member></Stacks>` +
      '</DescribeStacksResult></DescribeStacksResponse>',
  )
}

function functionConfiguration({ logGroupOf }: AwsServices, url: string) {
  const name = /\/functions\/([^/]+)\/configuration/.exec(url)?.[1] ?? ''
  const logGroup = logGroupOf?.(decodeURIComponent(name))
  if (logGroup !== undefined) return { body: { FunctionName: name, LoggingConfig: { LogGroup: logGroup } } }
  const headers = { 'x-amzn-errortype': 'ResourceNotFoundException' }
  return { status: 404, headers, body: { Message: `Function not found: ${name}` } }
}

function fail(status: number, code: string, message: string) {
  return xml(
    status,
    `<ErrorResponse><Error><Type>Sender</Type><Code>${code}</Code><Message>${message}</Message></Error></ErrorResponse>`,
  )
}

function xml(status: number, body: string) {
  return { status, headers: { 'content-type': 'text/xml' }, body }
}
