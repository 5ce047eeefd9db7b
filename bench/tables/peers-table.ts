import type { SubjectFigures } from '../engine/subject-figures.ts'
import type { PeersFigures } from '../peers.ts'
import { figure, table } from './markdown.ts'

/** Everybody at the same work, the floor first. */
export function peersTable({ floor, inProcess, workers, peers, skipped }: PeersFigures): string {
  const measured: readonly (readonly [string, SubjectFigures, number | undefined])[] = [
    ['bare SQLite, group commit (the floor)', floor, undefined],
    ['**Troupe**, agents in process', inProcess, undefined],
    ['**Troupe**, agents in workers (the default)', workers, undefined],
    ...Object.values(peers).map((peer) => [peer.name, peer, peer.timesInProcess] as const),
  ]
  const rows = measured.map(([name, figures, times]) => [
    name,
    figure(figures.throughput.jobsPerSecond),
    figure(figures.throughput.jobsPerSecond / floor.throughput.jobsPerSecond),
    times === undefined ? '' : figure(times, 'x'),
    ...[figures.throughput.p50Ms, figures.throughput.p99Ms].map((ms) => figure(ms)),
    ...[figures.alone.p50Ms, figures.alone.p99Ms].map((ms) => figure(ms)),
    figure(figures.throughput.cpuMsPerJob),
    figures.throughput.fsyncsPerJob === undefined ? 'not told' : figure(figures.throughput.fsyncsPerJob),
    figure(figures.throughput.peakMemoryMb),
    figure(figures.diskBytesPerJob / 1_024),
  ])
  const headers = [
    ...['', 'jobs/s', 'of the floor', 'Troupe in process does', 'p50 ms', 'p99 ms', 'alone p50 ms', 'alone p99 ms'],
    ...['CPU ms/job', 'fsyncs/job', 'memory MB', 'disk KB/job'],
  ]
  const left = Object.entries(skipped).map(([peer, reason]) => `Not measured: ${peer} (${reason}).`)
  return [table(headers, rows), ...left].join('\n\n')
}

/** What each peer is, what made its results durable, and what the comparison leaves out. */
export function peersNotes({ inProcess, peers }: PeersFigures): string {
  const rows = Object.values(peers).map(({ name, versions, licence, settings, durable, more, less }) => [
    `${name}: ${versions}`,
    ...[licence, settings, durable, more, less],
  ])
  const headers = ['', 'licence', 'settings', 'durable by', 'does more than Troupe', 'does less']
  return [`Troupe: ${inProcess.durable}.`, table(headers, rows, { isNumeric: false })].join('\n\n')
}
