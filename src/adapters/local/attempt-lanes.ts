import { type Priority, priorities } from '../../core/job.ts'
import type { AttemptCall } from '../../ports/agent-invoker.ts'

/**
 * Attempts that wait for their turn, by agent and priority: taking the next one costs a look at each agent, however
 * many wait. Order: priority, then as they came.
 */
export class AttemptLanes {
  readonly #lanes = new Map<string, Record<Priority, Map<string, Queued>>>()
  readonly #keys = new Set<string>()
  #sequence = 0

  get size(): number {
    return this.#keys.size
  }

  has(key: string): boolean {
    return this.#keys.has(key)
  }

  add(key: string, call: AttemptCall): void {
    this.#sequence += 1
    this.#keys.add(key)
    this.#of(call.agent)[call.priority].set(key, { key, call, sequence: this.#sequence })
  }

  /** False when it does not wait here. */
  remove(key: string, agent: string): boolean {
    for (const priority of priorities) this.#of(agent)[priority].delete(key)
    return this.#keys.delete(key)
  }

  clear(): void {
    this.#lanes.clear()
    this.#keys.clear()
  }

  /** Takes out the first attempt whose agent is free; undefined when there is none. */
  takeFirst(isFree: (agent: string) => boolean): { readonly key: string; readonly call: AttemptCall } | undefined {
    let best: Queued | undefined
    for (const [agent, lanes] of this.#lanes) {
      const head = headOf(lanes)
      if (head === undefined || (best !== undefined && !comesBefore(head, best))) continue
      if (isFree(agent)) best = head
    }
    if (best !== undefined) this.remove(best.key, best.call.agent)
    return best
  }

  #of(agent: string): Record<Priority, Map<string, Queued>> {
    const known = this.#lanes.get(agent)
    if (known !== undefined) return known
    const lanes = { low: new Map(), normal: new Map(), high: new Map() }
    this.#lanes.set(agent, lanes)
    return lanes
  }
}

interface Queued {
  readonly key: string
  readonly call: AttemptCall
  readonly sequence: number
}

const highestFirst = priorities.toReversed()

function headOf(lanes: Record<Priority, Map<string, Queued>>): Queued | undefined {
  for (const priority of highestFirst) {
    if (lanes[priority].size === 0) continue
    const [first] = lanes[priority].values()
    return first
  }
  return undefined
}

function comesBefore(one: Queued, other: Queued): boolean {
  const rank = priorities.indexOf(one.call.priority) - priorities.indexOf(other.call.priority)
  return rank === 0 ? one.sequence < other.sequence : rank > 0
}
