import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import type { Plugin } from 'esbuild'

export interface Patch {
  /** Which files, by their paths. Of several patches the first that fits counts. */
  readonly file: RegExp
  /** Its source as it is to be bundled. */
  patched(source: string): string
}

/**
 * A plugin that bundles files of packages otherwise than they are shipped. A file that looks otherwise in another version of
 * its package is bundled as it is; the tests of the budgets tell.
 */
export function patchFiles(name: string, patches: readonly Patch[]): Plugin {
  return {
    name,
    setup({ onLoad }) {
      for (const { file, patched } of patches) {
        onLoad({ filter: file }, ({ path }) => ({
          contents: patched(readFileSync(path, 'utf8')),
          resolveDir: dirname(path),
          loader: 'default',
        }))
      }
    },
  }
}
