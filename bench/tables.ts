import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { ApiFigures } from './api.ts'
import type { ColdStartFigures } from './cold-start.ts'
import type { GrowthFigures } from './growth.ts'
import type { MemoryFigures } from './memory.ts'
import type { PeersFigures } from './peers.ts'
import type { benchPlanner } from './planner.ts'
import type { RestartFigures } from './restart.ts'
import { newestResult, type SavedResult } from './saved-results.ts'
import { apiTable } from './tables/api-table.ts'
import { coldStartTable } from './tables/cold-start-table.ts'
import { type CostFigures, costsTable } from './tables/costs-table.ts'
import { growthTable } from './tables/growth-table.ts'
import { machineLine } from './tables/machine-line.ts'
import { peersNotes, peersTable } from './tables/peers-table.ts'
import { plannerTable } from './tables/planner-table.ts'
import { fillRegions } from './tables/regions.ts'
import { summaryOf } from './tables/summary.ts'
import { targetsTable } from './tables/targets-table.ts'

interface Results {
  readonly peers: SavedResult<PeersFigures> | undefined
  readonly growth: SavedResult<GrowthFigures> | undefined
  readonly memory: SavedResult<MemoryFigures> | undefined
  readonly restart: SavedResult<RestartFigures> | undefined
  readonly planner: SavedResult<ReturnType<typeof benchPlanner>> | undefined
  readonly api: SavedResult<ApiFigures> | undefined
  readonly cost: SavedResult<CostFigures> | undefined
  readonly coldstart: SavedResult<ColdStartFigures> | undefined
}

/** What each marked region of the documents holds; undefined: it stays as it is, until somebody has measured. */
export const regions: Readonly<Record<string, (results: Results) => string | undefined>> = {
  summary: ({ peers, cost }) => peers && summaryOf(peers, cost?.figures),
  targets: ({ peers, memory, restart, planner }) =>
    targetsTable({
      peers: peers?.figures,
      memory: memory?.figures,
      restart: restart?.figures,
      planner: planner?.figures,
    }),
  peers: ({ peers }) => peers && peersTable(peers.figures),
  'peers-notes': ({ peers }) => peers && peersNotes(peers.figures),
  growth: ({ growth }) => growth && growthTable(growth.figures),
  planner: ({ planner }) => planner && plannerTable(planner.figures),
  api: ({ api }) => api && apiTable(api.figures),
  costs: ({ cost }) => cost && costsTable(cost.figures),
  coldstart: ({ coldstart }) => coldstart && coldStartTable(coldstart.figures),
  machine: (results) =>
    Object.values(results)
      .flatMap((result) => (result === undefined ? [] : [`- ${machineLine(result)}`]))
      .join('\n'),
}

/** Writes the newest saved results into the regions of the documents; answers the documents. */
export function writeTables(): string[] {
  const results: Results = {
    peers: newestResult('peers'),
    growth: newestResult('growth'),
    memory: newestResult('memory'),
    restart: newestResult('restart'),
    planner: newestResult('planner'),
    api: newestResult('api'),
    cost: newestResult('cost'),
    coldstart: newestResult('coldstart'),
  }
  const documents = ['docs/performance.md', 'README.md']
  for (const name of documents) {
    const file = fileURLToPath(new URL(`../${name}`, import.meta.url))
    const text = readFileSync(file, 'utf8')
    writeFileSync(
      file,
      fillRegions(text, (region) => regions[region]?.(results)),
    )
  }
  return documents
}
