import { readdirSync, readFileSync } from 'node:fs'
import { resourceUsage } from 'node:process'

/** What this process, with all its threads, and the servers beside it, with all that they started, have used. */
export interface Usage {
  readonly cpuMs: number
  /** The peak of this process, and what the servers hold now; what they share counts once (source: proc(5), `Pss`). */
  readonly memoryMb: number
}

export function usageWith(servers: readonly number[] = []): Usage {
  const { userCPUTime, systemCPUTime, maxRSS } = resourceUsage()
  const pids = servers.length === 0 ? [] : withDescendants(servers)
  const sum = (of: (pid: number) => number | undefined) => pids.reduce((total, pid) => total + (of(pid) ?? 0), 0)
  return {
    cpuMs: (userCPUTime + systemCPUTime) / 1_000 + sum(cpuMsOf),
    memoryMb: Math.round((maxRSS + sum(memoryKbOf)) / 1_024),
  }
}

/** Processor time of a process and of those children that it has seen end (source: proc(5), ticks of 10 ms). Linux only. */
export function cpuMsOf(pid: number): number | undefined {
  const fields = statOf(pid)
  return fields && fields.slice(11, 15).reduce((ticks, field) => ticks + Number(field), 0) * 10
}

function memoryKbOf(pid: number): number | undefined {
  return Number(/^Pss: +(\d+) kB$/m.exec(fileOf(pid, 'smaps_rollup') ?? '')?.[1] ?? 0)
}

function withDescendants(pids: readonly number[]): number[] {
  const all = new Set(pids)
  // A child has been started after its parent; numbers may wrap, therefore again until nothing is new.
  for (let known = 0; known < all.size; ) {
    known = all.size
    for (const pid of processes()) if (all.has(Number(statOf(pid)?.[1]))) all.add(pid)
  }
  return [...all]
}

function processes(): number[] {
  try {
    return readdirSync('/proc').map(Number).filter(Number.isInteger)
  } catch {
    return []
  }
}

/** The fields after the process's name: state, parent, ... */
function statOf(pid: number): string[] | undefined {
  const stat = fileOf(pid, 'stat')
  return stat?.slice(stat.lastIndexOf(')') + 2).split(' ')
}

function fileOf(pid: number, name: string): string | undefined {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8')
  } catch {
    return undefined
  }
}
