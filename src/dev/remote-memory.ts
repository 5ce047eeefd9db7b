import type { Recalled } from '../core/memory.ts'
import type { MemoryStore, Remembered } from '../ports/memory-store.ts'
import type { HostRequests } from './host-requests.ts'

/** The platform's memory store, seen from a worker thread. */
export function remoteMemory(host: HostRequests): MemoryStore {
  return {
    remember: async (place, entry) => (await host.ask({ op: 'remember', place, entry })) as Remembered,
    recall: async (place, asked) => (await host.ask({ op: 'recall', place, asked })) as Recalled,
    async forget(place, id) {
      await host.ask({ op: 'forget', place, id })
    },
  }
}
