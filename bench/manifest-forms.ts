import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { bundle } from '../scripts/package/bundle.ts'
import type { ManifestFigures } from './manifest.ts'

export interface ManifestForms {
  /** Bundled like the package that `npm run build` makes: what users run, and what the target is about. */
  readonly bundled: readonly ManifestFigures[]
  /** The checkout, whose sources Node strips of their types. */
  readonly sources: readonly ManifestFigures[]
}

/** The loader in both forms, each in a process of its own. */
export async function benchManifestForms(): Promise<ManifestForms> {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  try {
    writeFileSync(join(directory, 'package.json'), '{ "type": "module" }')
    await bundle(directory, { manifest: 'bench/manifest.ts' })
    return {
      bundled: measure(join(directory, 'manifest.js')),
      sources: measure(fileURLToPath(new URL('manifest.ts', import.meta.url))),
    }
  } finally {
    rmSync(directory, { recursive: true })
  }
}

function measure(file: string): ManifestFigures[] {
  return JSON.parse(execFileSync(process.execPath, [file], { encoding: 'utf8' }))
}
