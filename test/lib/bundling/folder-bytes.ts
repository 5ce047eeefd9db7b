import { createHash } from 'node:crypto'
import { globSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Every file below the folder with the hash of its bytes: what decides whether CDK uploads it anew. */
export function hashesOf(folder: string): Record<string, string> {
  return Object.fromEntries(filesOf(folder).map((path) => [path, hash(readFileSync(join(folder, path)))]))
}

export function filesOf(folder: string): string[] {
  return globSync('**/*', { cwd: folder })
    .filter((path) => statSync(join(folder, path)).isFile())
    .sort()
}

function hash(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}
