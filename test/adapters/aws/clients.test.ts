import { ListTablesCommand } from '@aws-sdk/client-dynamodb'
import { PutEventsCommand } from '@aws-sdk/client-eventbridge'
import { InvokeCommand } from '@aws-sdk/client-lambda'
import { GetObjectCommand } from '@aws-sdk/client-s3'
import { GetQueueAttributesCommand } from '@aws-sdk/client-sqs'
import { build } from 'esbuild'
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { type AwsClientOptions, clientSettings } from '../../../src/adapters/aws/client-settings.ts'
import { createDynamoClient } from '../../../src/adapters/aws/dynamodb-client.ts'
import { createEventBridgeClient } from '../../../src/adapters/aws/eventbridge-client.ts'
import { createLambdaClient } from '../../../src/adapters/aws/lambda-client.ts'
import { createS3Client } from '../../../src/adapters/aws/s3-client.ts'
import { createSqsClient } from '../../../src/adapters/aws/sqs-client.ts'
import { type Reaction, startEndpoint } from './scripted-endpoint.ts'

const empty: Reaction = { kind: 'answer', status: 200, headers: { 'content-type': 'application/json' }, body: '{}' }
const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }

/** One request of each client, as the platform makes them. */
const clients: Record<string, (options?: AwsClientOptions) => { request(): Promise<unknown>; close(): void }> = {
  dynamodb(options) {
    const client = createDynamoClient(options)
    return { request: () => client.send(new ListTablesCommand({})), close: () => client.destroy() }
  },
  eventbridge(options) {
    const client = createEventBridgeClient(options)
    return { request: () => client.send(new PutEventsCommand({ Entries: [] })), close: () => client.destroy() }
  },
  lambda(options) {
    const client = createLambdaClient(options)
    return { request: () => client.send(new InvokeCommand({ FunctionName: 'f' })), close: () => client.destroy() }
  },
  s3(options) {
    const client = createS3Client(options)
    const request = async () => {
      const { Body } = await client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a/b' }))
      // Its connection is free again when the body was read.
      await Body?.transformToByteArray()
    }
    return { request, close: () => client.destroy() }
  },
  sqs(options) {
    const client = createSqsClient(options)
    const request = { QueueUrl: 'https://sqs.eu-west-1.amazonaws.com/123456789012/facts' }
    return { request: () => client.send(new GetQueueAttributesCommand(request)), close: () => client.destroy() }
  },
}
const services = Object.keys(clients)

afterEach(() => vi.unstubAllEnvs())

describe('an AWS client of the platform', () => {
  it.each(services)('(%s) goes to the endpoint it is given, over one kept connection of HTTP/1.1', async (service) => {
    const endpoint = await anEndpoint([empty])
    const { request } = aClient(service, endpoint.options)
    await request()
    await request()
    expect(endpoint.seen).toHaveLength(2)
    expect(endpoint.connections()).toBe(1)
  })

  it.each([
    ...services.map((service) => [service, 'AWS_ENDPOINT_URL']),
    ...services.map((service) => [service, `AWS_ENDPOINT_URL_${service.toUpperCase()}`]),
  ])('(%s) goes to the endpoint that the environment names in %s', async (service, variable) => {
    const endpoint = await anEndpoint([empty])
    vi.stubEnv(variable, endpoint.options.endpoint)
    await aClient(service, { region: 'eu-west-1', credentials }).request()
    expect(endpoint.seen).toHaveLength(1)
  })

  it.each(services)('(%s) prefers the endpoint it is given to that of the environment', async (service) => {
    const [endpoint, other] = [await anEndpoint([empty]), await anEndpoint([empty])]
    vi.stubEnv('AWS_ENDPOINT_URL', other.options.endpoint)
    await aClient(service, endpoint.options).request()
    expect([endpoint.seen.length, other.seen.length]).toEqual([1, 0])
  })

  it.each(services)('(%s) tries three times by default, and gives up a silent host in time', async (service) => {
    const { maxAttempts: _one, ...options } = (await anEndpoint([{ kind: 'silence' }])).options
    const silenced = { name: 'TimeoutError', $metadata: { attempts: 3 } }
    await expect(aClient(service, options).request()).rejects.toMatchObject(silenced)
  })

  it('waits 2 s for a connection and 5 s for an answer, and throws then', () => {
    expect(clientSettings({}).requestHandler).toMatchObject({
      connectionTimeout: 2_000,
      requestTimeout: 5_000,
      socketTimeout: 5_000,
      throwOnRequestTimeout: true,
    })
  })
})

describe('the client of S3', () => {
  it('names the bucket in the path at an endpoint that is given or named by the environment', async () => {
    const endpoint = await anEndpoint([empty])
    const named = (endpoint.options.endpoint ?? '').replace('127.0.0.1', 'localhost')
    await aClient('s3', { ...endpoint.options, endpoint: named }).request()
    vi.stubEnv('AWS_ENDPOINT_URL', named)
    await aClient('s3', { region: 'eu-west-1', credentials }).request()
    expect(endpoint.seen.map(({ path }) => path)).toEqual(['/bucket/a/b?x-id=GetObject', '/bucket/a/b?x-id=GetObject'])
    expect(endpoint.seen.map(({ headers }) => headers.host)).toEqual([new URL(named).host, new URL(named).host])
  })

  it('names the bucket in the host at AWS', async () => {
    const client = createS3Client({ region: 'eu-west-1', credentials })
    const hosts: string[] = []
    client.middlewareStack.add(
      () => async (args) => {
        hosts.push((args.request as { hostname: string }).hostname)
        throw new Error('nothing leaves this machine')
      },
      { step: 'finalizeRequest', priority: 'low' },
    )
    await expect(client.send(new GetObjectCommand({ Bucket: 'bucket', Key: 'a' }))).rejects.toThrow('nothing leaves')
    expect(hosts).toEqual(['bucket.s3.eu-west-1.amazonaws.com'])
  })
})

describe('a bundle with one AWS client', () => {
  it.each(['dynamodb', 'lambda', 's3', 'sqs'])('(%s) holds no other', async (service) => {
    const { metafile } = await build({
      entryPoints: [`src/adapters/aws/${service}-client.ts`],
      bundle: true,
      write: false,
      metafile: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'silent',
    })
    const packages = Object.keys(metafile.inputs).flatMap(
      (input) => /@aws-sdk\/(client-[a-z0-9]+)\//.exec(input)?.[1] ?? [],
    )
    expect([...new Set(packages)]).toEqual([`client-${service}`])
  })
})

function aClient(service: string, options: AwsClientOptions) {
  const create = clients[service]
  if (create === undefined) throw new Error(`no client of ${service}`)
  const client = create(options)
  onTestFinished(() => client.close())
  return client
}

async function anEndpoint(reactions: readonly Reaction[]) {
  const endpoint = await startEndpoint(reactions)
  onTestFinished(() => endpoint.close())
  return endpoint
}
