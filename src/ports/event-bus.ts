import type { JsonObject } from '../core/json.ts'

/** Tells others what happened. At least once, in any order: an event that comes again has the same `id` in its detail. */
export interface EventBus {
  /** Settles when all of them were taken. Throws the fault `EVENT_BUS_UNAVAILABLE` (retryable); some may have been taken. */
  put(events: readonly BusEvent[]): Promise<void>
}

export interface BusEvent {
  readonly eventType: string
  /** Epoch ms. */
  readonly at: number
  /** What a listener is given: ids, sizes and references, never payloads. */
  readonly detail: JsonObject
}
