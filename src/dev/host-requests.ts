import { type FromWorker, faultOf, type ThreadAsk, type ToWorker } from '../adapters/local/worker-messages.ts'

const maxInFlight = 8

/** What a worker thread asks of the platform: each a message and its answer. At most 8 are under way. */
export class HostRequests {
  readonly #send: (message: FromWorker) => void
  readonly #open = new Map<number, PromiseWithResolvers<unknown>>()
  readonly #queued: (() => void)[] = []
  #requests = 0

  constructor(send: (message: FromWorker) => void) {
    this.#send = send
  }

  /** What the platform answers to this question. Throws the fault that it met. */
  async ask(ask: ThreadAsk): Promise<unknown> {
    if (this.#open.size >= maxInFlight) await new Promise<void>((next) => this.#queued.push(next))
    this.#requests += 1
    const request = this.#requests
    const answer = Promise.withResolvers<unknown>()
    this.#open.set(request, answer)
    this.#send({ kind: 'ask', request, ask })
    return await answer.promise
  }

  settle({ request, value, fault }: Extract<ToWorker, { kind: 'told' }>): void {
    const answer = this.#open.get(request)
    this.#open.delete(request)
    if (fault === undefined) answer?.resolve(value)
    else answer?.reject(faultOf(fault))
    this.#queued.shift()?.()
  }
}
