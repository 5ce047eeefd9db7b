import { globSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'

/** Bytes of all files in a folder. */
export function folderBytes(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())
  return files.reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

/** Bytes of all code in a Lambda's folder, what it may never load included. */
export function codeBytes(folder: string): number {
  return globSync('**/*.mjs', { cwd: folder }).reduce((sum, path) => sum + statSync(join(folder, path)).size, 0)
}

/** Bytes of the code that a cold start loads: the entry, what it imports, and the agent's own code. */
export function coldStartBytes(folder: string): number {
  const loaded = new Set(['index.mjs'])
  let bytes = 0
  // A set takes in what is added while it is walked.
  for (const path of loaded) {
    const text = readFileSync(join(folder, path), 'utf8')
    bytes += Buffer.byteLength(text)
    for (const [, target = ''] of text.matchAll(/(?:from|import)\s*"(\.[^"]+)"/g)) loaded.add(join(path, '..', target))
    if (path === 'agent.mjs') loaded.add('code.mjs')
  }
  return bytes
}
