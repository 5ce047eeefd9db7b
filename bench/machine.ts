import { availableParallelism, cpus, release, totalmem } from 'node:os'

/** Where a figure was measured. These machines are shared: read ratios within one run, not single figures. */
export function machineFacts() {
  return {
    processors: availableParallelism(),
    model: cpus()[0]?.model,
    memoryGb: Math.round(totalmem() / 2 ** 30),
    system: `${process.platform} ${release()}`,
    node: process.version,
  }
}
