import { describe, expect, it, onTestFinished } from 'vitest'
import { createEventBridgeClient } from '../../../src/adapters/aws/eventbridge-client.ts'
import { createEventBridgeEventBus } from '../../../src/adapters/aws/eventbridge-event-bus.ts'
import type { BusEvent } from '../../../src/ports/event-bus.ts'
import { silentLog } from '../../workbench.ts'
import { type Reaction, startEndpoint } from './scripted-endpoint.ts'

const event = (id: number, text = ''): BusEvent => ({
  eventType: 'job.completed',
  at: 1_700_000_000_000,
  detail: { id: String(id), text },
})
const events = (count: number) => Array.from({ length: count }, (_, index) => event(index))

/** @param refused places of the entries that are refused */
function answerTo(count: number, refused: readonly number[] = []): Reaction {
  const Entries = Array.from({ length: count }, (_, index) =>
    refused.includes(index)
      ? { ErrorCode: 'ThrottlingException', ErrorMessage: 'Rate exceeded' }
      : { EventId: `e${index}` },
  )
  const body = JSON.stringify({ FailedEntryCount: refused.length, Entries })
  return { kind: 'answer', status: 200, headers: { 'content-type': 'application/x-amz-json-1.1' }, body }
}

async function aBus(reactions: readonly Reaction[]) {
  const endpoint = await startEndpoint(reactions)
  const client = createEventBridgeClient(endpoint.options)
  onTestFinished(async () => {
    client.destroy()
    await endpoint.close()
  })
  const sent = () =>
    endpoint.seen.map(({ body }) => (JSON.parse(body) as { Entries: Record<string, unknown>[] }).Entries)
  return {
    bus: createEventBridgeEventBus({ client, busName: 'shop', source: 'troupe-shop-prod', log: silentLog }),
    sent,
  }
}

describe('the event bus on EventBridge', () => {
  it('sends each event with its type, its source, its time and its detail', async () => {
    const { bus, sent } = await aBus([answerTo(1)])
    await bus.put([event(7)])
    expect(sent()).toEqual([
      [
        {
          EventBusName: 'shop',
          Source: 'troupe-shop-prod',
          DetailType: 'job.completed',
          Time: 1_700_000_000,
          Detail: '{"id":"7","text":""}',
        },
      ],
    ])
  })

  it('sends ten events in a request at most, and 256 KB', async () => {
    const many = await aBus([answerTo(10), answerTo(10), answerTo(3)])
    await many.bus.put(events(23))
    expect(many.sent().map((batch) => batch.length)).toEqual([10, 10, 3])
    const large = await aBus([answerTo(2), answerTo(1)])
    await large.bus.put([1, 2, 3].map((id) => event(id, 'x'.repeat(100_000))))
    expect(large.sent().map((batch) => batch.length)).toEqual([2, 1])
  })

  it('asks for nothing when nothing happened', async () => {
    const { bus, sent } = await aBus([])
    await bus.put([])
    expect(sent()).toEqual([])
  })

  it('sends what was refused out of a request once more, and that alone', async () => {
    const { bus, sent } = await aBus([answerTo(3, [1]), answerTo(1)])
    await bus.put(events(3))
    expect(sent().map((batch) => batch.map(({ Detail }) => (JSON.parse(String(Detail)) as { id: string }).id))).toEqual(
      [['0', '1', '2'], ['1']],
    )
  })

  it.each<[string, readonly Reaction[], string]>([
    ['what was refused is refused again', [answerTo(2, [0]), answerTo(1, [0])], 'ThrottlingException: Rate exceeded'],
    ['the answer is about fewer events', [answerTo(1), answerTo(0)], 'no answer: no reason given'],
    ['the connection breaks', [{ kind: 'drop' }], 'socket hang up'],
    ['nothing answers', [{ kind: 'silence' }], 'Timeout'],
    [
      'the role has no right',
      [{ kind: 'answer', status: 400, body: '{"__type":"AccessDeniedException"}' }],
      'AccessDenied',
    ],
  ])('throws EVENT_BUS_UNAVAILABLE, to be tried again, when %s', async (_what, reactions, problem) => {
    const { bus } = await aBus(reactions)
    await expect(bus.put(events(2))).rejects.toMatchObject({
      code: 'EVENT_BUS_UNAVAILABLE',
      retryable: true,
      message: expect.stringContaining(problem),
    })
  })
})
