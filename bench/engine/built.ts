import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { bundle, packageEntries } from '../../scripts/package/bundle.ts'
import { packageManifest } from '../../scripts/package/package-manifest.ts'

/**
 * The package as users install it, with the measuring program beside it, in a folder of its own: without the sources'
 * types, whose stripping costs memory and time that no user pays.
 */
export async function buildForMeasuring(): Promise<{ readonly directory: string; readonly remove: () => void }> {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-bench-'))
  await bundle(join(directory, 'lib'), { ...packageEntries, measure: 'bench/engine/measure.ts' })
  writeFileSync(join(directory, 'package.json'), JSON.stringify(packageManifest()))
  return { directory, remove: () => rmSync(directory, { recursive: true, force: true }) }
}
