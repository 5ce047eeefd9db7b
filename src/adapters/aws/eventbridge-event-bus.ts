import { type EventBridgeClient, PutEventsCommand, type PutEventsRequestEntry } from '@aws-sdk/client-eventbridge'
import { Fault } from '../../core/fault.ts'
import type { BusEvent, EventBus } from '../../ports/event-bus.ts'
import type { Log } from '../../ports/log.ts'
import { awsProblem } from './aws-problem.ts'
import { messageBatches } from './message-batches.ts'

export interface EventBridgeEventBusOptions {
  readonly client: EventBridgeClient
  readonly busName: string
  /** Who tells: what rules match as `source`. */
  readonly source: string
  readonly log: Log
}

/**
 * Events on a bus of EventBridge, the type as `detail-type`. Entries that it refuses out of a request are sent once more;
 * everything that still fails is EVENT_BUS_UNAVAILABLE and retryable, a missing permission too.
 */
export function createEventBridgeEventBus(options: EventBridgeEventBusOptions): EventBus {
  return {
    async put(events) {
      const messages = events.map((event) => messageOf(options, event))
      try {
        // One after the other: a flood would only be throttled.
        for (const batch of messageBatches(messages)) await putBatch(options, batch)
      } catch (thrown) {
        const args = { count: events.length, problem: awsProblem(thrown) }
        throw new Fault('EVENT_BUS_UNAVAILABLE', args, { cause: thrown, retryable: true })
      }
    },
  }
}

interface EventMessage {
  readonly entry: PutEventsRequestEntry
  readonly bytes: number
}

function messageOf({ busName, source }: EventBridgeEventBusOptions, { eventType, at, detail }: BusEvent): EventMessage {
  const text = JSON.stringify(detail)
  const entry = { EventBusName: busName, Source: source, DetailType: eventType, Time: new Date(at), Detail: text }
  // The time counts as 14.
  return { entry, bytes: Buffer.byteLength(text) + Buffer.byteLength(source) + Buffer.byteLength(eventType) + 14 }
}

async function putBatch(options: EventBridgeEventBusOptions, batch: readonly EventMessage[]): Promise<void> {
  const refused = await refusedOf(options, batch)
  if (refused.length === 0) return
  options.log('warn', 'Event bus refused events of a request; they are sent once more', { events: refused.length })
  const again = refused.map(({ message }) => message)
  const [still] = await refusedOf(options, again)
  if (still !== undefined) throw new Error(still.problem)
}

interface Refusal {
  readonly message: EventMessage
  readonly problem: string
}

async function refusedOf(
  { client }: EventBridgeEventBusOptions,
  batch: readonly EventMessage[],
): Promise<readonly Refusal[]> {
  const { Entries = [] } = await client.send(new PutEventsCommand({ Entries: batch.map(({ entry }) => entry) }))
  // An answer about another number of entries says nothing of ours: they count as refused.
  return batch.flatMap((message, index) => {
    const { EventId, ErrorCode = 'no answer', ErrorMessage = 'no reason given' } = Entries[index] ?? {}
    return EventId === undefined ? [{ message, problem: `${ErrorCode}: ${ErrorMessage}` }] : []
  })
}
