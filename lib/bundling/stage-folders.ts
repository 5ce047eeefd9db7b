/**
 * Moves the folders of Lambdas to where the CDK would copy them, and leaves links to them.
 *
 * Left to itself the CDK reads and copies each file of each folder, of which agents share most. Here a file that several
 * folders have is read once, nothing is copied, and a folder that is there from an earlier run is left. A CDK that looks
 * elsewhere copies as usual.
 */
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, statSync, symlinkSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import type { BundledHandlers } from '../bundle-handlers.ts'
import type { HandlerName } from './bundle-platform.ts'

export interface StagedFolder {
  /** A link by now. */
  readonly folder: string
  /** Of the paths and bytes of its files: the same wherever and whenever it is made. */
  readonly hash: string
  readonly bytes: number
}

export interface StagedHandlers {
  readonly handlers: Readonly<Record<HandlerName, StagedFolder>>
  readonly agents: Readonly<Record<string, StagedFolder>>
  readonly definition: StagedFolder
}

/** @param outdir where the CDK keeps assets */
export function stageFolders({ handlers, agents, definition }: BundledHandlers, outdir: string): StagedHandlers {
  const stage = stageInto(outdir)
  const stageAll = (folders: Readonly<Record<string, string>>) =>
    Object.fromEntries(Object.entries(folders).map(([name, folder]) => [name, stage(folder)]))
  return {
    handlers: stageAll(handlers) as StagedHandlers['handlers'],
    agents: stageAll(agents),
    definition: stage(definition),
  }
}

function stageInto(outdir: string): (folder: string) => StagedFolder {
  const digestOf = digests()
  return (folder) => {
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((path) => ({ ...digestOf(path), path: relative(folder, path).split(sep).join('/') }))
      .sort((a, b) => (a.path < b.path ? -1 : 1))
    const hash = sha256(files.map(({ path, digest }) => `${digest} ${path}\n`).join(''))
    // The CDK makes of a hash that it is given another one.
    const staged = join(outdir, `asset.${sha256(hash)}`)
    if (existsSync(staged)) rmSync(folder, { recursive: true })
    else renameSync(folder, staged)
    symlinkSync(relative(dirname(folder), staged), folder, 'junction')
    return { folder, hash, bytes: files.reduce((sum, { bytes }) => sum + bytes, 0) }
  }
}

interface FileDigest {
  readonly digest: string
  readonly bytes: number
}

/** By inode: what is linked into many folders is one file. */
function digests(): (path: string) => FileDigest {
  const known = new Map<bigint, FileDigest>()
  return (path) => {
    const { ino, size } = statSync(path, { bigint: true })
    const digest = known.get(ino) ?? { digest: sha256(readFileSync(path)), bytes: Number(size) }
    known.set(ino, digest)
    return digest
  }
}

function sha256(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex')
}
