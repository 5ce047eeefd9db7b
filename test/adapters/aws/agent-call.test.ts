import { describe, expect, it } from 'vitest'
import { readAgentCall, writeAgentCall } from '../../../src/adapters/aws/agent-call.ts'
import { createMemoryBlobStore } from '../../../src/adapters/memory/memory-blob-store.ts'
import { aCall } from './a-call.ts'

describe('reading an attempt call from an event', () => {
  it('gives back what was written, small or large', async () => {
    const blobs = createMemoryBlobStore()
    for (const call of [
      aCall(),
      aCall({ input: null, results: {}, labels: {} }),
      aCall({ input: 'x'.repeat(300_000) }),
      aCall({ budgetMicroUsd: 0 }),
    ])
      expect(await readAgentCall(JSON.parse(await writeAgentCall(call, blobs)), blobs)).toEqual(call)
  })

  it('leaves out what a newer version added', async () => {
    expect(await readAgentCall({ ...aCall(), colour: 'red' }, createMemoryBlobStore())).toEqual(aCall())
  })

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['text', 'call'],
    ['a list', [aCall()]],
    ['a record of SQS', { Records: [{ body: '{}' }] }],
  ])('refuses %s', async (_what, value) => {
    await expect(readAgentCall(value, createMemoryBlobStore())).rejects.toMatchObject({
      code: 'AGENT_EVENT_INVALID',
      retryable: false,
    })
  })

  it.each(Object.keys(aCall()))('refuses a call without %s, and says so', async (field) => {
    const { [field]: _left, ...rest } = { ...aCall() } as Record<string, unknown>
    await expect(readAgentCall(rest, createMemoryBlobStore())).rejects.toMatchObject({
      code: 'AGENT_EVENT_INVALID',
      message: `Event is not a call of an attempt: ${field} is missing`,
    })
  })

  it.each<[string, unknown]>([
    ['jobId', ''],
    ['jobId', '../x'],
    ['stepId', 7],
    ['agent', 'a/b'],
    ['epoch', 0],
    ['epoch', '1'],
    ['attempt', 1.5],
    ['attempt', Number.MAX_SAFE_INTEGER + 1],
    ['token', ''],
    ['timeoutMs', -1],
    ['timeoutMs', null],
    ['priority', 'urgent'],
    ['workflow', ''],
    ['tenant', 3],
    ['labels', []],
    ['labels', { team: 1 }],
    ['results', []],
    ['results', null],
    ['budgetMicroUsd', -1],
    ['budgetMicroUsd', 'all'],
  ])('refuses a call whose %s is %j, and says so', async (field, value) => {
    await expect(readAgentCall({ ...aCall(), [field]: value }, createMemoryBlobStore())).rejects.toMatchObject({
      code: 'AGENT_EVENT_INVALID',
      message: expect.stringContaining(`: ${field} is not `),
    })
  })

  it('tells a reference whose blob is gone as a missing blob', async () => {
    const { callBlob, event } = await aReference()
    await expect(readAgentCall(event, createMemoryBlobStore())).rejects.toMatchObject({
      code: 'BLOB_MISSING',
      args: { key: callBlob },
    })
  })

  it('follows a reference to no blob but the one of its attempt', async () => {
    const { event, blobs } = await aReference()
    for (const changed of [{ callBlob: 'outputs/other.json' }, { callBlob: 1 }, { attempt: 4 }, { agent: 'reporter' }])
      await expect(readAgentCall({ ...event, ...changed }, blobs)).rejects.toMatchObject({
        code: 'AGENT_EVENT_INVALID',
      })
  })

  it.each([
    ['is not JSON', '{'],
    ['lacks a field', JSON.stringify({ ...aCall(), token: undefined })],
    ['is the call of another attempt', JSON.stringify(aCall({ attempt: 9 }))],
  ])('refuses a blob that %s', async (_what, text) => {
    const { event, callBlob, blobs } = await aReference()
    await blobs.put(callBlob, Buffer.from(text))
    await expect(readAgentCall(event, blobs)).rejects.toMatchObject({ code: 'AGENT_EVENT_INVALID' })
  })
})

async function aReference() {
  const blobs = createMemoryBlobStore()
  const event = JSON.parse(await writeAgentCall(aCall({ input: 'x'.repeat(200_000) }), blobs)) as { callBlob: string }
  return { event, callBlob: event.callBlob, blobs }
}
