import type { PeersFigures } from '../peers.ts'
import type { SavedResult } from '../saved-results.ts'
import type { CostFigures } from './costs-table.ts'
import { isBusy } from './machine-line.ts'
import { figure } from './markdown.ts'

/** What the README says of speed, in a few lines. */
export function summaryOf({ figures, machine, at }: SavedResult<PeersFigures>, cost: CostFigures | undefined): string {
  const { floor, inProcess, workers, peers } = figures
  const others = Object.values(peers)
    .toSorted((one, other) => other.throughput.jobsPerSecond - one.throughput.jobsPerSecond)
    .map((peer) => `${peer.name} ${figure(peer.throughput.jobsPerSecond)}`)
  const lines = [
    `Jobs of five steps, every result on disk before anything depends on it, ${floor.throughput.concurrency} in flight, on a shared`,
    `machine of ${machine.processors} cores where one fsync takes ${machine.fsyncMs} ms (${at.slice(0, 10)}): **${figure(inProcess.throughput.jobsPerSecond)} jobs/s** with agents in process,`,
    `${figure(workers.throughput.jobsPerSecond)} with agents in workers, beside ${others.join(', ')}.`,
    `Bare SQLite with group commit, the floor, does ${figure(floor.throughput.jobsPerSecond)}. A lone job takes ${figure(inProcess.alone.p50Ms, 'ms')} (p50) and ${figure(inProcess.alone.p99Ms, 'ms')} (p99).`,
  ]
  const busy = isBusy(machine) ? ['The machine was busy with other work: read how they compare, not the figures.'] : []
  const dollars =
    cost === undefined
      ? []
      : [`On AWS a million such jobs cost $${cost.dollarsPerMillionJobs.toFixed(2)}, counted call by call.`]
  return [...lines, ...busy, ...dollars].join('\n')
}
