import type { MemoryFigures } from '../memory.ts'
import type { PeersFigures } from '../peers.ts'
import type { benchPlanner } from '../planner.ts'
import type { RestartFigures } from '../restart.ts'
import { figure, table } from './markdown.ts'

export interface TargetResults {
  readonly peers?: PeersFigures | undefined
  readonly memory?: MemoryFigures | undefined
  readonly restart?: RestartFigures | undefined
  readonly planner?: ReturnType<typeof benchPlanner> | undefined
}

interface Target {
  readonly name: string
  readonly limit: number
  readonly isLeast?: true
  readonly unit: string
  /** Undefined: not measured yet. */
  readonly measured: number | undefined
}

/** What has to hold, what was measured, and whether it holds. */
export function targetsTable(results: TargetResults): string {
  const rows = [...targetsOfPeers(results), ...targetsOfSize(results), ...targetsOfRestart(results)].map(row)
  return table(['', 'target', 'measured', ''], rows)
}

function targetsOfPeers({ peers }: TargetResults): Target[] {
  const fastest = peers?.fastestPeer === undefined ? undefined : peers.peers[peers.fastestPeer]
  const beside = fastest === undefined ? 'the fastest peer' : `the fastest peer (${fastest.name})`
  const [inProcess, workers] = [peers?.inProcess, peers?.workers]
  const least = { isLeast: true } as const
  return [
    { name: `jobs/s, by those of ${beside}`, limit: 3, ...least, unit: 'x', measured: fastest?.timesInProcess },
    {
      name: 'jobs/s, by those of the floor, in process',
      limit: 0.45,
      ...least,
      unit: '',
      measured: inProcess?.ofFloor,
    },
    { name: 'jobs/s, by those of the floor, in workers', limit: 0.3, ...least, unit: '', measured: workers?.ofFloor },
    { name: '1 in flight, in process, p50', limit: 2.5, unit: 'ms', measured: inProcess?.alone.p50Ms },
    { name: '1 in flight, in process, p99', limit: 8, unit: 'ms', measured: inProcess?.alone.p99Ms },
    { name: '1 in flight, in workers, p50', limit: 2.5, unit: 'ms', measured: workers?.alone.p50Ms },
    { name: '1 in flight, in workers, p99', limit: 8, unit: 'ms', measured: workers?.alone.p99Ms },
    { name: 'CPU of a job, in process', limit: 1, unit: 'ms', measured: inProcess?.throughput.cpuMsPerJob },
    { name: 'CPU of a job, in workers', limit: 1, unit: 'ms', measured: workers?.throughput.cpuMsPerJob },
    { name: 'peak memory, in process', limit: 200, unit: 'MB', measured: inProcess?.throughput.peakMemoryMb },
    { name: 'peak memory, in workers', limit: 200, unit: 'MB', measured: workers?.throughput.peakMemoryMb },
    { name: 'disk of a job', limit: 8_192, unit: 'bytes', measured: inProcess?.diskBytesPerJob },
  ]
}

function targetsOfSize({ memory, planner }: TargetResults): Target[] {
  const { waiting, inFlight } = memory ?? {}
  const instances = planner?.instances
  return [
    { name: 'jobs in flight at once', limit: 10_000, isLeast: true, unit: '', measured: inFlight?.concurrency },
    { name: 'jobs stored and waiting', limit: 100_000, isLeast: true, unit: '', measured: waiting?.jobs },
    { name: 'peak memory with them', limit: 400, unit: 'MB', measured: waiting?.peakMemoryMb },
    { name: 'an agent instance, time', limit: 1, unit: 'us', measured: instances?.usPerStep },
    { name: 'an agent instance, memory', limit: 1_024, unit: 'bytes', measured: instances?.bytesPerStep },
  ]
}

function targetsOfRestart({ restart }: TargetResults): Target[] {
  const { killedInThroughput: killed, killedWithAllUnfinished: unfinished } = restart ?? {}
  const times = (of: 'lost' | 'failed' | 'notRecordedOnce') =>
    killed === undefined || unfinished === undefined ? undefined : killed[of] + unfinished[of]
  return [
    { name: 'after kill -9: jobs lost', limit: 0, unit: '', measured: times('lost') },
    { name: 'after kill -9: jobs failed', limit: 0, unit: '', measured: times('failed') },
    { name: 'after kill -9: steps not recorded once', limit: 0, unit: '', measured: times('notRecordedOnce') },
    { name: 'after kill -9: longest standstill', limit: 5_000, unit: 'ms', measured: killed?.longestStandstillMs },
    { name: 'unfinished jobs at a restart', limit: 10_000, isLeast: true, unit: '', measured: unfinished?.unfinished },
    { name: 'first step recorded after that restart', limit: 2_000, unit: 'ms', measured: unfinished?.firstStepMs },
  ]
}

function row({ name, limit, isLeast, unit, measured }: Target): string[] {
  const target = `${isLeast ? '>=' : '<='} ${limit.toLocaleString('en')}${unit === '' ? '' : ` ${unit}`}`
  if (measured === undefined) return [name, target, 'not measured yet', '']
  const holds = isLeast ? measured >= limit : measured <= limit
  return [name, target, figure(measured, unit), holds ? 'holds' : '**missed**']
}
