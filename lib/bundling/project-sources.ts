import { readFileSync } from 'node:fs'
import { dirname, relative, sep } from 'node:path'
import type { Loader, Plugin } from 'esbuild'
import { llmFolder } from './bundle-llm.ts'
import { withTreeOfZod } from './tree-of-zod.ts'

/** As an agent's code names it. */
export const llmModule = `./${llmFolder}/index.mjs`

/** Any place in the platform's package: its package.json is looked for upwards. */
const platform = import.meta.dirname

/**
 * An author's sources as one file at the root of the Lambda's folder, which has the project's files in the project's places.
 *
 * 1. `import.meta` names the place of the source, not of the bundle: files beside the code are found as on a laptop.
 * 2. Of zod remains what is used.
 * 3. `troupe` is the platform that bundles, whatever copy is installed.
 * 4. `troupe/llm` is not in it: the folder has it beside the code, the same for all agents whose models are of one provider.
 */
export function projectSources(projectDirectory: string): Plugin {
  return {
    name: 'project-sources',
    setup({ onResolve, onLoad, resolve }) {
      onResolve({ filter: /^troupe\/llm$/ }, () => ({ path: llmModule, external: true }))
      onResolve({ filter: /^troupe(?:\/|$)/ }, async ({ path, kind, pluginData }) =>
        // Asked within the platform, its own package.json names the file.
        pluginData === platform ? undefined : await resolve(path, { kind, resolveDir: platform, pluginData: platform }),
      )
      onLoad({ filter: /\.[cm]?[jt]sx?$/ }, ({ path }) => {
        const place = relative(projectDirectory, path).split(sep).join('/')
        if (place.startsWith('../') || place.includes('node_modules/')) return undefined
        const source = readFileSync(path, 'utf8')
        const contents = withOwnPlace(withTreeOfZod(source), place)
        return { contents, loader: loaderOf(path), resolveDir: dirname(path) }
      })
    },
  }
}

function withOwnPlace(source: string, place: string): string {
  const folder = place.split('/').slice(0, -1).join('/')
  const below = folder === '' ? '' : `+${JSON.stringify(`/${folder}`)}`
  return source
    .replace(/\bimport\.meta\.dirname\b/g, `(import.meta.dirname${below})`)
    .replace(/\bimport\.meta\.filename\b/g, `(import.meta.dirname+${JSON.stringify(`/${place}`)})`)
    .replace(/\bimport\.meta\.url\b/g, `new URL(${JSON.stringify(`./${place}`)},import.meta.url).href`)
}

function loaderOf(path: string): Loader {
  const [, family = 'js', x = ''] = /\.[cm]?(js|ts)(x?)$/.exec(path) ?? []
  return `${family}${x}` as Loader
}
