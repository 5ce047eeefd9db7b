import { describe, expect, it, onTestFinished } from 'vitest'
import { readAgentCall } from '../../../src/adapters/aws/agent-call.ts'
import type { AwsClientOptions } from '../../../src/adapters/aws/client-settings.ts'
import { createLambdaClient } from '../../../src/adapters/aws/lambda-client.ts'
import { createLambdaInvoker } from '../../../src/adapters/aws/lambda-invoker.ts'
import { createMemoryBlobStore } from '../../../src/adapters/memory/memory-blob-store.ts'
import type { AttemptKey } from '../../../src/core/result.ts'
import type { AgentInvoker } from '../../../src/ports/agent-invoker.ts'
import { aCall } from './a-call.ts'
import { type Reaction, type ScriptedEndpoint, startEndpoint } from './scripted-endpoint.ts'

const accepted: Reaction = { kind: 'answer', status: 202 }

describe('the invoker of agents on Lambda', () => {
  it('invokes the function of the agent asynchronously, with the call as its event', async () => {
    const { invoker, endpoint } = await anInvoker([accepted])
    await invoker.invoke(aCall())
    const [request] = endpoint.seen
    expect(endpoint.seen).toHaveLength(1)
    expect(request).toMatchObject({
      method: 'POST',
      path: '/2015-03-31/functions/troupe-test-agent-cleaner/invocations',
      headers: { 'x-amz-invocation-type': 'Event' },
    })
    expect(JSON.parse(request?.body ?? '')).toEqual(aCall())
  })

  it('sends a call of more than 100 KB as a reference that names the attempt, and readAgentCall reads it', async () => {
    const { invoker, endpoint, blobs } = await anInvoker([accepted])
    const large = aCall({ input: 'ü'.repeat(60_000) })
    await invoker.invoke(large)
    const body = endpoint.seen[0]?.body ?? ''
    expect(body.length).toBeLessThan(1_000)
    const { jobId, stepId, epoch, attempt, agent } = large
    const callBlob = 'calls/cleaner/job1/cleaner-2/2-3.json'
    expect(JSON.parse(body)).toEqual({ jobId, stepId, epoch, attempt, agent, callBlob })
    expect(await readAgentCall(JSON.parse(body), blobs)).toEqual(large)
  })

  it('sends no event of more than 100 KB, however large its call', async () => {
    const { invoker, endpoint } = await anInvoker([accepted])
    for (const length of [102_000, 102_100, 102_200, 102_300, 102_400, 5_000_000])
      await invoker.invoke(aCall({ input: 'x'.repeat(length) }))
    const bytes = endpoint.seen.map(({ body }) => body.length)
    expect(Math.max(...bytes)).toBeLessThanOrEqual(102_400)
    expect(bytes[0]).toBeGreaterThan(102_000)
  })

  it('asks for an abort by a mark on the attempt, without Lambda', async () => {
    const { invoker, endpoint, aborts } = await anInvoker([accepted])
    await invoker.abort(aCall())
    expect(aborts).toEqual([aCall()])
    expect(endpoint.seen).toEqual([])
  })

  it.each<[string, Reaction]>([
    ['is throttled', failed(429, 'TooManyRequestsException')],
    ['meets a fault of Lambda', failed(500, 'ServiceException')],
    ['meets a fault without a name', { kind: 'answer', status: 503, body: 'upstream' }],
    ['is answered by a lost connection', { kind: 'drop' }],
    ['is answered too late', { kind: 'silence' }],
    ['has wrong credentials', failed(403, 'UnrecognizedClientException')],
    ['has no permission', failed(403, 'AccessDeniedException')],
    ['is carried out at once instead of queued', { kind: 'answer', status: 200, body: '{}' }],
  ])('throws AGENT_UNAVAILABLE, to be tried again, when the call %s', async (_what, reaction) => {
    const { invoker } = await anInvoker([reaction])
    await expect(invoker.invoke(aCall())).rejects.toMatchObject({
      code: 'AGENT_UNAVAILABLE',
      args: { agent: 'cleaner' },
      retryable: true,
    })
  })

  it('throws AGENT_UNAVAILABLE, to be tried again, when nothing listens', async () => {
    const { invoker, endpoint } = await anInvoker([accepted])
    await endpoint.close()
    const unavailable = { code: 'AGENT_UNAVAILABLE', retryable: true, message: expect.stringContaining('ECONNREFUSED') }
    await expect(invoker.invoke(aCall())).rejects.toMatchObject(unavailable)
  })

  it.each([
    [400, 'InvalidRequestContentException'],
    [413, 'RequestTooLargeException'],
  ])('does not want an event tried again that Lambda refuses with %i %s', async (status, name) => {
    const { invoker } = await anInvoker([failed(status, name)])
    await expect(invoker.invoke(aCall())).rejects.toMatchObject({ code: 'AGENT_UNAVAILABLE', retryable: false })
  })

  it('throws AGENT_NOT_FOUND, for good, when there is no such function', async () => {
    const { invoker } = await anInvoker([failed(404, 'ResourceNotFoundException')])
    await expect(invoker.invoke(aCall())).rejects.toMatchObject({
      code: 'AGENT_NOT_FOUND',
      message: 'Agent cleaner is not declared',
      hint: undefined,
      retryable: false,
    })
  })

  it('tries three times in all while Lambda is throttled or unreachable', async () => {
    const retrying = { maxAttempts: 3 }
    const healed = await anInvoker([failed(429, 'TooManyRequestsException'), { kind: 'drop' }, accepted], retrying)
    await healed.invoker.invoke(aCall())
    expect(healed.endpoint.seen).toHaveLength(3)
    const broken = await anInvoker([{ kind: 'drop' }], retrying)
    await expect(broken.invoker.invoke(aCall())).rejects.toMatchObject({ code: 'AGENT_UNAVAILABLE' })
    expect(broken.endpoint.seen).toHaveLength(3)
  })

  it('passes on that the blob of a large call could not be stored, and invokes nothing', async () => {
    const { invoker, endpoint } = await anInvoker([accepted])
    const unstorable = aCall({ jobId: 'not a name', input: 'x'.repeat(200_000) })
    await expect(invoker.invoke(unstorable)).rejects.toMatchObject({ code: 'BLOB_KEY_INVALID' })
    expect(endpoint.seen).toEqual([])
  })
})

function failed(status: number, name: string): Reaction {
  return { kind: 'answer', status, headers: { 'x-amzn-errortype': name }, body: `{"message":"${name} it is"}` }
}

async function anInvoker(reactions: readonly Reaction[], options: AwsClientOptions = {}) {
  const endpoint: ScriptedEndpoint = await startEndpoint(reactions)
  const client = createLambdaClient({ ...endpoint.options, ...options })
  onTestFinished(async () => {
    client.destroy()
    await endpoint.close()
  })
  const blobs = createMemoryBlobStore()
  const aborts: AttemptKey[] = []
  const marks = { requestAbort: async (attempt: AttemptKey) => void aborts.push(attempt) }
  const invoker: AgentInvoker = createLambdaInvoker({ client, functionPrefix: 'troupe-test-agent-', blobs, marks })
  return { invoker, endpoint, blobs, aborts }
}
