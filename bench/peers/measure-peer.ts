import { writeSync } from 'node:fs'
import type { Load } from '../engine/load.ts'
import { measureSystem } from '../engine/measure-system.ts'
import type { System } from '../engine/system.ts'
import type { PeerName } from './peer-facts.ts'

/** One measurement of a peer, in a process of its own. */
interface PeerMeasurement {
  readonly peer: PeerName
  readonly loads: readonly Load[]
}

const peers: Record<PeerName, (directory: string) => Promise<System>> = {
  restate: async (directory) => await (await import('./restate.ts')).openRestate(directory),
  dbos: async (directory) => await (await import('./dbos.ts')).openDbos(directory),
  openworkflow: async (directory) => await (await import('./openworkflow.ts')).openOpenWorkflow(directory),
}

// Told to end, it ends by its own: whoever started servers kills them when the process exits.
process.once('SIGTERM', () => process.exit(1))
const { peer, loads }: PeerMeasurement = JSON.parse(process.argv[2] ?? '')
writeSync(1, `${JSON.stringify(await measureSystem(peers[peer], loads))}\n`)
process.exit(0)
