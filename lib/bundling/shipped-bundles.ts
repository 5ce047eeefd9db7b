/**
 * What `bundle-platform.ts` and `bundle-llm.ts` make, ready: in the published package `#bundle-platform` and `#bundle-llm`
 * are this. It has no sources to bundle, and bundling gives the same bytes for every project.
 */
import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ModelProviderName } from '../../src/core/model-settings.ts'
import { handlerNames, type PlatformBundle } from './bundle-platform.ts'
import { shippedFolders } from './shipped-folders.ts'

// Of the built package's lib/, which this is an entry of.
const folders = shippedFolders(join(import.meta.dirname, '..'))

export async function bundlePlatform(): Promise<PlatformBundle> {
  const entries = [...handlerNames, 'agent' as const].map((name) => [name, filesIn(folders.lambda(name))])
  return { handlers: Object.fromEntries(entries) as PlatformBundle['handlers'] }
}

export async function bundleLlm(provider: ModelProviderName): Promise<ReadonlyMap<string, Uint8Array>> {
  return filesIn(folders.llm(provider))
}

function filesIn(folder: string): ReadonlyMap<string, Uint8Array> {
  const paths = globSync('**/*.mjs', { cwd: folder }).sort()
  return new Map(paths.map((path) => [path.replaceAll('\\', '/'), readFileSync(join(folder, path))]))
}
