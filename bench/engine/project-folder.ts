import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** Copies bench/diamond there, with this repository as its `troupe`; answers the path of its agents.yaml. */
export function makeProjectFolder(folder: string): string {
  cpSync(fileURLToPath(new URL('../diamond', import.meta.url)), folder, { recursive: true })
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  symlinkSync(fileURLToPath(new URL('../..', import.meta.url)), join(folder, 'node_modules/troupe'))
  return join(folder, 'agents.yaml')
}
