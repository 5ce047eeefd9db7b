import type { EnginePorts } from './engine-ports.ts'

/**
 * Sends a `wake` to every job whose `wakeAt` has come: whatever message was lost, somebody looks again (P3). Never into a
 * backlog: a planner that is behind is not helped by more hints, and finds the jobs that are due by itself.
 * @param limit facts that may wait in the queue, those of this sweep included
 * @returns how many jobs were woken
 */
export async function sweep(ports: Pick<EnginePorts, 'store' | 'queue' | 'clock'>, limit = 1_000): Promise<number> {
  const room = limit - (await ports.queue.backlog())
  if (room <= 0) return 0
  const due = await ports.store.listDueJobs(ports.clock.now(), room)
  if (due.length > 0) await ports.queue.send(due.map((jobId) => ({ kind: 'wake', jobId })))
  return due.length
}
