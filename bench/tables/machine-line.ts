import type { MachineFacts } from '../machine.ts'
import type { SavedResult } from '../saved-results.ts'

/** Where and when, in one sentence. */
export function machineLine({ benchmark, at, machine }: SavedResult<unknown>): string {
  const { processors, model, memoryGb, system, node, loadAverage, fsyncMs } = machine
  const busy = isBusy(machine) ? ', **busy with other work**' : ''
  return `\`${benchmark}\`, ${at.slice(0, 10)}: ${processors} cores (${model}), ${memoryGb} GB, ${system}, Node ${node}; one fsync took ${fsyncMs} ms; load average before it ${loadAverage}${busy}.`
}

/** Before it began, somebody else had work for more than half of the processors. */
export function isBusy({ loadAverage, processors }: Pick<MachineFacts, 'loadAverage' | 'processors'>): boolean {
  return loadAverage > processors / 2
}
