import { type FromWorker, faultOf, type ToWorker } from '../adapters/local/worker-messages.ts'
import type { BlobStore } from '../ports/blob-store.ts'

const maxInFlight = 8

/** The platform's blob store, seen from a worker thread: each call is a request and its answer. At most 8 are under way. */
export class RemoteBlobs implements BlobStore {
  readonly #send: (message: FromWorker) => void
  readonly #open = new Map<number, PromiseWithResolvers<Uint8Array | undefined>>()
  readonly #queued: (() => void)[] = []
  #requests = 0

  constructor(send: (message: FromWorker) => void) {
    this.#send = send
  }

  async put(key: string, bytes: Uint8Array): Promise<void> {
    await this.#request((request) => ({ kind: 'putBlob', request, key, bytes }))
  }

  async get(key: string): Promise<Uint8Array> {
    const bytes = await this.#request((request) => ({ kind: 'getBlob', request, key }))
    return bytes ?? new Uint8Array()
  }

  settle({ request, bytes, fault }: Extract<ToWorker, { kind: 'blobDone' }>): void {
    const answer = this.#open.get(request)
    this.#open.delete(request)
    if (fault === undefined) answer?.resolve(bytes)
    else answer?.reject(faultOf(fault))
    this.#queued.shift()?.()
  }

  async #request(message: (request: number) => FromWorker): Promise<Uint8Array | undefined> {
    if (this.#open.size >= maxInFlight) await new Promise<void>((next) => this.#queued.push(next))
    this.#requests += 1
    const request = this.#requests
    const answer = Promise.withResolvers<Uint8Array | undefined>()
    this.#open.set(request, answer)
    this.#send(message(request))
    return await answer.promise
  }
}
