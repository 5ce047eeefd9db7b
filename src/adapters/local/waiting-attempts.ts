import type { AgentDefinition } from '../../core/definition.ts'
import type { AgentThread } from './agent-thread.ts'

/** An attempt that wants a thread. */
export interface Wanting {
  readonly agent: AgentDefinition
  /** When the attempt came, by `performance.now`. */
  readonly since: number
}

interface Waiting extends Wanting {
  resolve(thread: AgentThread | undefined): void
}

/** Attempts that wait for a thread, in the order they came: one that comes back waits at its old place. */
export class WaitingAttempts {
  readonly #waiting: Waiting[] = []

  get length(): number {
    return this.#waiting.length
  }

  /** Settles with the thread that it was served, or with undefined when the signal aborts or nobody is served any more. */
  wait({ agent, since }: Wanting, signal: AbortSignal): Promise<AgentThread | undefined> {
    return new Promise((resolve) => {
      const leave = () => {
        this.#remove(waiting)
        resolve(undefined)
      }
      const waiting: Waiting = {
        agent,
        since,
        resolve: (thread) => {
          signal.removeEventListener('abort', leave)
          resolve(thread)
        },
      }
      signal.addEventListener('abort', leave, { once: true })
      const later = this.#waiting.findIndex((other) => other.since > since)
      this.#waiting.splice(later < 0 ? this.#waiting.length : later, 0, waiting)
    })
  }

  /** Serves those for whom there is a thread. One without does not hold up those behind it, who want another agent's. */
  serve(threadFor: (wanting: Wanting) => AgentThread | undefined): void {
    for (const waiting of [...this.#waiting]) {
      const thread = threadFor(waiting)
      if (thread === undefined) continue
      this.#remove(waiting)
      waiting.resolve(thread)
    }
  }

  /** Nobody is served any more. */
  close(): void {
    for (const waiting of this.#waiting.splice(0)) waiting.resolve(undefined)
  }

  #remove(waiting: Waiting): void {
    this.#waiting.splice(this.#waiting.indexOf(waiting), 1)
  }
}
