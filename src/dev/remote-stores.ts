import type { Recalled } from '../core/memory.ts'
import type { AnswerStore, KeptAnswer } from '../ports/answer-store.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { MemoryStore, Remembered } from '../ports/memory-store.ts'
import type { HostRequests } from './host-requests.ts'

export interface RemoteStores {
  readonly blobs: BlobStore
  readonly answers: AnswerStore
  readonly memory: MemoryStore
}

/** The platform's stores, seen from a worker thread. */
export function remoteStores(host: HostRequests): RemoteStores {
  return {
    blobs: {
      async put(key, bytes) {
        await host.ask({ op: 'putBlob', key, bytes })
      },
      get: async (key) => (await host.ask({ op: 'getBlob', key })) as Uint8Array,
    },
    answers: {
      get: async (key) => (await host.ask({ op: 'getAnswer', key })) as KeptAnswer | undefined,
      async put(key, answer) {
        await host.ask({ op: 'putAnswer', key, answer })
      },
    },
    memory: {
      remember: async (place, entry) => (await host.ask({ op: 'remember', place, entry })) as Remembered,
      recall: async (place, asked) => (await host.ask({ op: 'recall', place, asked })) as Recalled,
      async forget(place, id) {
        await host.ask({ op: 'forget', place, id })
      },
    },
  }
}
