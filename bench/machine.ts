import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, loadavg, release, tmpdir, totalmem } from 'node:os'
import { join } from 'node:path'
import { fsyncMs } from './engine/disk.ts'
import { rounded } from './figures.ts'

/**
 * Where a figure was measured, and how busy it was there just before. Nothing that names the machine. These machines are
 * shared: read ratios within one run, not single figures.
 */
export function machineFacts() {
  return {
    processors: availableParallelism(),
    model: cpus()[0]?.model,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release().replace(/-.*/, '')}`,
    node: process.version,
    /** Processes that wanted to run, on average over the last minute; above `processors` somebody waits. */
    loadAverage: rounded(loadavg()[0] ?? 0),
    /** One durable append of 4 KB to the folder for temporary files, where everything is measured; the median of 200. */
    fsyncMs: fsyncHere(),
  }
}

export type MachineFacts = ReturnType<typeof machineFacts>

function fsyncHere(): number {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  try {
    return fsyncMs(join(directory, 'fsync'))
  } finally {
    rmSync(directory, { recursive: true })
  }
}
