import { Fault } from '../core/fault.ts'
import type { AttemptKey } from '../core/result.ts'
import type { BlobStore } from '../ports/blob-store.ts'
import type { AgentStorage } from './context.ts'

/**
 * Files of one job over the blob store, under `files/<agent>/<jobId>/<stepId>/<name>`: an agent's rights end with
 * its own prefix. The key is the reference.
 *
 * 1. An attempt writes only under its own step; it reads only files of its own job.
 * 2. A name cannot leave its folder: no empty, `.` or `..` part.
 */
export function agentStorage(blobs: BlobStore, attempt: AttemptKey): AgentStorage {
  const { agent, jobId, stepId } = attempt
  const get = async (ref: string): Promise<Uint8Array> => {
    if (!isRefOf(jobId, ref)) throw new Fault('AGENT_FILE_FOREIGN', { ref: String(ref), jobId })
    return await blobs.get(ref)
  }
  return {
    async put(name, content) {
      if (!isFileName(name)) throw new Fault('AGENT_FILE_NAME_INVALID', { name: String(name) })
      const ref = `files/${agent}/${jobId}/${stepId}/${name}`
      await blobs.put(ref, typeof content === 'string' ? new TextEncoder().encode(content) : content)
      return { ref }
    },
    get,
    getText: async (ref) => new TextDecoder().decode(await get(ref)),
  }
}

function isRefOf(jobId: string, ref: unknown): boolean {
  if (typeof ref !== 'string') return false
  const [folder, agent, job, stepId, ...name] = ref.split('/')
  return (
    folder === 'files' && job === jobId && isPart(agent ?? '') && isPart(stepId ?? '') && isFileName(name.join('/'))
  )
}

function isFileName(name: unknown): boolean {
  if (typeof name !== 'string' || name.length > 200) return false
  const parts = name.split('/')
  return parts.length <= 8 && parts.every(isPart)
}

function isPart(part: string): boolean {
  return /^[A-Za-z0-9._-]+$/.test(part) && part !== '.' && part !== '..'
}
