import { closeSync, fsyncSync, openSync, readdirSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { median, rounded } from '../figures.ts'

/** Bytes of all files below a directory. */
export function bytesOnDisk(directory: string): number {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, { parentPath, name }) => sum + statSync(join(parentPath, name)).size, 0)
}

/** What one durable append of a page costs on this disk, in ms: the floor of every lone save. */
export function fsyncMs(path: string): number {
  const file = openSync(path, 'w')
  const page = Buffer.alloc(4_096, 1)
  const taken = Array.from({ length: 200 }, () => {
    const startedAt = performance.now()
    writeSync(file, page)
    fsyncSync(file)
    return performance.now() - startedAt
  })
  closeSync(file)
  return rounded(median(taken))
}
