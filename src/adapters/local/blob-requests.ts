import { Fault } from '../../core/fault.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import { type FaultData, type FromWorker, faultData, type ToWorker } from './worker-messages.ts'

export type BlobRequest = Extract<FromWorker, { kind: 'putBlob' | 'getBlob' }>

/** Carries out a worker's request at the blob store. Never throws: a failure is the answer. */
export async function answerBlobRequest(blobs: BlobStore, asked: BlobRequest, jobId: string): Promise<ToWorker> {
  try {
    // The worker checked names already; the platform does not rely on a thread that runs an author's code.
    const [folder, , job] = asked.key.split('/')
    if (folder !== 'files' || job !== jobId) throw new Fault('AGENT_FILE_FOREIGN', { ref: asked.key, jobId })
    if (asked.kind === 'putBlob') {
      await blobs.put(asked.key, asked.bytes)
      return { kind: 'blobDone', request: asked.request }
    }
    return { kind: 'blobDone', request: asked.request, bytes: await blobs.get(asked.key) }
  } catch (thrown) {
    return { kind: 'blobDone', request: asked.request, fault: dataOf(thrown, asked.kind) }
  }
}

function dataOf(thrown: unknown, operation: string): FaultData {
  if (thrown instanceof Fault) return faultData(thrown)
  const problem = thrown instanceof Error ? thrown.message : String(thrown)
  return { code: 'STORE_UNAVAILABLE', args: { operation, problem }, retryable: true }
}
