import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import type { ErrorCode } from '../core/errors/catalogue.ts'
import { formatBytes } from '../core/size.ts'
import { type LoadedManifest, loadManifest } from './load-manifest.ts'
import { maxManifestBytes } from './source.ts'

export interface ReadManifest extends LoadedManifest {
  /** For the frames of its findings; empty when the file could not be read. */
  readonly text: string
}

/**
 * Loads an agents.yaml from disk and looks for its agents' code beside it.
 * A file that is missing, a folder or too large is a finding like any other.
 */
export function readManifest(path: string, options: { readonly stage?: string } = {}): ReadManifest {
  const file = basename(path)
  const unreadable = (code: ErrorCode, args: Record<string, string>): ReadManifest => {
    return { text: '', findings: [{ code, level: 'error', args }] }
  }
  let text: string
  try {
    const { size } = statSync(path)
    const limit = formatBytes(maxManifestBytes)
    if (size > maxManifestBytes)
      return unreadable('MANIFEST_TOO_LARGE', { subject: file, met: formatBytes(size), limit })
    text = readFileSync(path, 'utf8')
  } catch (error) {
    return unreadable('MANIFEST_NOT_FOUND', { file: path, problem: problemOf(error) })
  }
  const hasFile = (relative: string) => existsSync(join(dirname(path), relative))
  return { text, ...loadManifest(text, { file, hasFile, ...options }) }
}

function problemOf(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'it does not exist'
  if (code === 'EISDIR') return 'it is a folder'
  if (code === 'EACCES' || code === 'EPERM') return 'this user may not read it'
  return String(code ?? error)
}
