import type { EnginePorts } from './engine-ports.ts'

/**
 * Sends a `wake` to every job whose `wakeAt` has come: whatever message was lost, somebody looks again (P3).
 * @param limit jobs at most
 * @returns how many were woken
 */
export async function sweep(ports: Pick<EnginePorts, 'store' | 'queue' | 'clock'>, limit = 1_000): Promise<number> {
  const due = await ports.store.listDueJobs(ports.clock.now(), limit)
  if (due.length > 0) await ports.queue.send(due.map((jobId) => ({ kind: 'wake', jobId })))
  return due.length
}
