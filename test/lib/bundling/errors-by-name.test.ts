import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { errorsByName } from '../../../lib/bundling/errors-by-name.ts'
import { esbuildSettings } from '../../../lib/bundling/esbuild-settings.ts'
import { refusedRequests } from './refused-requests.ts'

const folder = mkdtempSync(join(tmpdir(), 'troupe-errors-'))
const server = createServer(refuse)

beforeAll(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
afterAll(() => {
  server.close()
  server.closeAllConnections()
  rmSync(folder, { recursive: true })
})

it('errors of AWS without their classes say what they say with them', async () => {
  const outfile = join(folder, 'bundle.mjs')
  const entryPoints = [join(import.meta.dirname, 'refused-requests.ts')]
  const plugins = [errorsByName, ...esbuildSettings.plugins]
  await build({ ...esbuildSettings, entryPoints, outfile, plugins, write: true })
  const bundled = (await import(pathToFileURL(outfile).href)) as { refusedRequests: typeof refusedRequests }
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`

  const whole = await refusedRequests(endpoint)
  expect(whole.put).toMatchObject({ name: 'ConditionalCheckFailedException', isConditional: true })
  const queryName = 'AWS.SimpleQueueService.NonExistentQueue'
  expect(await bundled.refusedRequests(endpoint)).toEqual({ ...whole, message: { ...whole.message, name: queryName } })
})

type Answer = readonly [status: number, headers: Readonly<Record<string, string>>, body: string]

const answers: Readonly<Record<string, Answer>> = {
  'DynamoDB_20120810.GetItem': [400, {}, '{"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException"}'],
  'DynamoDB_20120810.PutItem': [
    400,
    {},
    '{"__type":"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException","message":"The conditional request failed"}',
  ],
  'AmazonSQS.SendMessage': [
    400,
    { 'x-amzn-query-error': 'AWS.SimpleQueueService.NonExistentQueue;Sender' },
    '{"__type":"com.amazonaws.sqs#QueueDoesNotExist","message":"The queue does not exist."}',
  ],
  '/2015-03-31/functions/cleaner/invocations': [
    404,
    { 'x-amzn-errortype': 'ResourceNotFoundException' },
    '{"Type":"User","Message":"Function not found"}',
  ],
  '/files/a?x-id=GetObject': [404, {}, '<Error><Code>NoSuchKey</Code><Message>No such key</Message></Error>'],
}

function refuse(request: IncomingMessage, response: ServerResponse): void {
  const target = request.headers['x-amz-target'] ?? request.url
  const [status, headers, body] = answers[String(target)] ?? [500, {}, '']
  request.resume().on('end', () => response.writeHead(status, headers).end(body))
}
