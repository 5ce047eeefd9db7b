import type { AttemptKey, AttemptResult } from '../core/result.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { JobStore } from '../ports/job-store.ts'
import type { EnginePorts } from './engine-ports.ts'

/**
 * The same ports for one pass over one job: an ended result and a blob are read once, however many steps are given them.
 * Neither ever changes (P6). A result that is missing or still running is read again; so is what could not be read.
 */
export function readingOnce(ports: EnginePorts): EnginePorts {
  const { blobs } = ports
  return {
    ...ports,
    store: { ...ports.store, loadResults: resultsReadOnce(ports.store) },
    blobs: { put: (key, bytes) => blobs.put(key, bytes), get: blobsReadOnce(blobs) },
  }
}

function resultsReadOnce(store: JobStore): JobStore['loadResults'] {
  const reads = new Map<string, Promise<AttemptResult | undefined>>()
  return async (keys) => {
    const missing = keys.filter((key) => !reads.has(nameOf(key)))
    if (missing.length > 0) {
      const loading = store.loadResults(missing)
      for (const [index, key] of missing.entries()) {
        const name = nameOf(key)
        const read = loading.then((results) => results[index])
        reads.set(name, read)
        read.then(
          (result) => (result === undefined || result.status === 'running') && reads.delete(name),
          () => reads.delete(name),
        )
      }
    }
    return await Promise.all(keys.map((key) => reads.get(nameOf(key))))
  }
}

function blobsReadOnce(blobs: BlobStore): BlobStore['get'] {
  const reads = new Map<string, Promise<Uint8Array>>()
  return (key) => {
    const known = reads.get(key)
    if (known !== undefined) return known
    const read = blobs.get(key)
    reads.set(key, read)
    read.catch(() => reads.delete(key))
    return read
  }
}

function nameOf({ agent, stepId, epoch, attempt }: AttemptKey): string {
  return `${agent} ${stepId} ${epoch} ${attempt}`
}
