import { cpSync, mkdirSync, symlinkSync } from 'node:fs'
import { join } from 'node:path'

export interface ProjectSource {
  /** A folder with agents.yaml. */
  readonly project: string
  /** What `troupe` means in it: the folder of a built package, or this repository. */
  readonly troupe: string
}

/** Copies the project there; answers the path of its agents.yaml. */
export function makeProjectFolder(folder: string, { project, troupe }: ProjectSource): string {
  cpSync(project, folder, { recursive: true })
  mkdirSync(join(folder, 'node_modules'), { recursive: true })
  symlinkSync(troupe, join(folder, 'node_modules/troupe'))
  return join(folder, 'agents.yaml')
}
