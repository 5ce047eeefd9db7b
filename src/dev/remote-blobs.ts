import type { BlobStore } from '../ports/blob-store.ts'
import type { HostRequests } from './host-requests.ts'

/** The platform's blob store, seen from a worker thread. */
export function remoteBlobs(host: HostRequests): BlobStore {
  return {
    async put(key, bytes) {
      await host.ask({ op: 'putBlob', key, bytes })
    },
    get: async (key) => (await host.ask({ op: 'getBlob', key })) as Uint8Array,
  }
}
