import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { resolve } from 'node:path'
import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually } from '../process/runtime-process.ts'
import type { Death } from './instance-messages.ts'
import { LambdaService } from './lambda-service.ts'

let service: LambdaService
let records: object[]
let death: Death | undefined
let isDoubled: boolean

beforeEach(async () => {
  records = []
  death = undefined
  isDoubled = false
  service = new LambdaService({
    onFailure: async (record) => void records.push(record),
    deathOf: () => death,
    doubles: () => isDoubled,
  })
  await service.listen()
  const settings = {
    file: resolve('test/cloud/fixtures/obedient.mjs'),
    environment: { TROUPE_TABLE: 'jobs', AWS_REGION: 'us-east-1' },
    memoryMb: 128,
    maxInstances: 2,
  }
  service.deploy({ ...settings, name: 'obedient', timeoutMs: 20_000 })
  service.deploy({ ...settings, name: 'hasty', timeoutMs: 500 })
})

afterEach(() => service.close())

describe('a handler', () => {
  it('is given its event and Lambda’s context, and its answer comes back', async () => {
    expect(await invoke({ do: 'echo', n: 1 })).toMatchObject({
      kind: 'returned',
      value: {
        event: { do: 'echo', n: 1 },
        context: {
          functionName: 'obedient',
          awsRequestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
          memoryLimitInMB: '128',
        },
        left: expect.closeTo(20_000, -3),
      },
    })
  })

  it('sees the environment it was deployed with, and nothing of ours', async () => {
    const names = (await returned<{ names: string[] }>({ do: 'process' })).names
    expect(names.sort()).toEqual(['AWS_REGION', 'NODE_COMPILE_CACHE', 'TROUPE_TABLE'])
  })

  it('lives in a warm process that is used again', async () => {
    const pids = [
      await returned<{ pid: number }>({ do: 'process' }),
      await returned<{ pid: number }>({ do: 'process' }),
    ]
    expect(new Set(pids.map(({ pid }) => pid)).size).toBe(1)
    expect(service.functionOf('obedient').counts).toEqual({ invocations: 2, instances: 1 })
  })

  it('has as many processes at once as the limit allows; further events wait', async () => {
    const answers = await Promise.all(Array.from({ length: 5 }, () => returned<{ pid: number }>({ do: 'process' })))
    expect(answers).toHaveLength(5)
    expect(service.functionOf('obedient').counts).toEqual({ invocations: 5, instances: 2 })
  })

  it('is frozen between events', async () => {
    await returned({ do: 'tick' })
    const busy = service.invoke('hasty', { do: 'loop' })
    // Until this one is killed for its length, the other instance stands still.
    await busy
    expect(await returned<number>({ do: 'tick' })).toBeLessThan(50)
  })

  it('lives by a clock that may be ahead', async () => {
    service.timePasses(3_600_000)
    expect((await returned<{ now: number }>({ do: 'echo' })).now - Date.now()).toBeGreaterThan(3_590_000)
  })
})

describe('an invocation that fails', () => {
  it.each([
    [{ do: 'throw' }, 'TypeError', /^no good$/],
    [{ do: 'throwLater' }, 'TypeError', /^no good$/],
    [{ do: 'exit', code: 0 }, 'Runtime.ExitError', /^RequestId: \S+ Error: Runtime exited without providing a reason$/],
    [{ do: 'exit', code: 3 }, 'Runtime.ExitError', /Runtime exited with error: exit status 3$/],
    [{ do: 'fillMemory' }, 'Runtime.ExitError', /Runtime exited with error: signal: aborted \(core dumped\)$/],
  ])('of %j ends as %s', async (event, errorType, errorMessage) => {
    expect(await invoke(event)).toMatchObject({
      kind: 'failed',
      error: { errorType, errorMessage: expect.stringMatching(errorMessage) },
    })
    expect(await invoke({ do: 'echo' }), 'the next one is served').toMatchObject({ kind: 'returned' })
  })

  it('because it took too long is killed', async () => {
    expect(await service.invoke('hasty', { do: 'loop' })).toMatchObject({
      kind: 'failed',
      error: {
        errorType: 'Sandbox.Timedout',
        errorMessage: expect.stringMatching(/Task timed out after 0.50 seconds$/),
      },
    })
  })

  it.each([
    [{ when: 'beforeRequest', request: 2 } as const, 1],
    [{ when: 'afterAnswer', request: 2 } as const, 2],
    [{ when: 'afterReturn' } as const, 3],
  ])('because it died %j has sent %i requests', async (where, sent) => {
    const [server, asked] = await aServer()
    death = where
    const urls = Array.from({ length: 3 }, () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/`)
    expect(await invoke({ do: 'ask', urls })).toMatchObject({
      kind: 'failed',
      error: { errorType: 'Runtime.ExitError', errorMessage: expect.stringMatching(/signal: killed$/) },
    })
    expect(asked()).toBe(sent)
    server.close()
  })
})

describe('the Invoke API', () => {
  it('answers an Event with 202 and runs it', async () => {
    const client = aClient()
    const answer = await client.send(command({ do: 'echo' }, 'Event'))
    expect(answer.StatusCode).toBe(202)
    await eventually(async () => (service.functionOf('obedient').counts.invocations === 1 ? true : undefined))
  })

  it('answers a RequestResponse with what the handler returned or threw', async () => {
    const client = aClient()
    const echo = await client.send(command({ do: 'echo' }, 'RequestResponse'))
    expect(JSON.parse(echo.Payload?.transformToString() ?? '')).toMatchObject({ event: { do: 'echo' } })
    const thrown = await client.send(command({ do: 'throw' }, 'RequestResponse'))
    expect(thrown.FunctionError).toBe('Unhandled')
  })

  it('knows only functions that are deployed', async () => {
    await expect(aClient().send(new InvokeCommand({ FunctionName: 'nobody' }))).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    })
  })

  it('refuses an Event beyond 256 KB', async () => {
    await expect(aClient().send(command({ do: 'echo', much: 'x'.repeat(262_144) }, 'Event'))).rejects.toMatchObject({
      name: 'RequestTooLargeException',
    })
  })
})

describe('an asynchronous event', () => {
  it('whose invocation fails goes to the on-failure destination, in Lambda’s format', async () => {
    service.invokeLater('obedient', { do: 'exit', code: 3 })
    await eventually(async () => records[0])
    expect(records).toEqual([
      {
        version: '1.0',
        timestamp: expect.any(String),
        requestContext: {
          requestId: expect.any(String),
          functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:obedient:$LATEST',
          condition: 'RetriesExhausted',
          approximateInvokeCount: 1,
        },
        requestPayload: { do: 'exit', code: 3 },
        responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
        responsePayload: { errorType: 'Runtime.ExitError', errorMessage: expect.stringContaining('exit status 3') },
      },
    ])
  })

  it('may be delivered twice', async () => {
    isDoubled = true
    service.invokeLater('obedient', { do: 'echo' })
    await eventually(async () => (service.functionOf('obedient').counts.invocations === 2 ? true : undefined))
  })
})

function invoke(event: object) {
  return service.invoke('obedient', event)
}

async function returned<T>(event: object): Promise<T> {
  const end = await invoke(event)
  if (end.kind === 'failed') throw new Error(end.error.errorMessage)
  return end.value as T
}

function aClient(): LambdaClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  return new LambdaClient({ endpoint: service.url, region: 'us-east-1', credentials })
}

function command(event: object, InvocationType: 'Event' | 'RequestResponse'): InvokeCommand {
  return new InvokeCommand({ FunctionName: 'obedient', InvocationType, Payload: JSON.stringify(event) })
}

async function aServer(): Promise<[Server, () => number]> {
  let asked = 0
  const server = createServer((_request, response) => {
    asked += 1
    response.end()
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return [server, () => asked]
}
