/**
 * Of zod, what an agent uses: a file beside its code, which imports it by names.
 *
 * 1. The file depends on these names and on zod alone. Agents that use the same have the same file, bundled once: it takes
 *    twenty times as long to bundle as the code.
 * 2. Which names are used says esbuild, once it has left out the code that nobody reaches. Code that takes zod as a whole has
 *    all of it.
 *
 * Another copy of zod, which a package may bring along, and `zod/mini` and its like are bundled with the code.
 */
import { parse } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Metafile, Plugin } from 'esbuild'
import { esbuildSettings } from './esbuild-settings.ts'
import { runEsbuild } from './run-esbuild.ts'
import type { Files } from './write-folder.ts'

/** Beside an agent's code. */
const zodFile = 'zod.mjs'

/** Sorted, with commas between; the empty text: it uses none. */
export type NamesOfZod = string

/** Each name comes from a module of its own, until it is known which are used. */
const nameOfZod = 'troupe-name-of-zod/'
const names = 'names'
const inThisPlugin = Symbol(names)

/** Keeps the project's zod out of a bundle, which imports each name that it uses. */
export function zodByNames(projectDirectory: string): Plugin {
  return {
    name: 'zod-by-names',
    setup({ onResolve, onLoad, resolve }) {
      const fileOf = async (resolveDir: string) =>
        (await resolve('zod', { kind: 'import-statement', resolveDir, pluginData: inThisPlugin })).path
      let own: Promise<string> | undefined
      onResolve({ filter: /^zod$/ }, async ({ kind, resolveDir, pluginData }) => {
        if (pluginData === inThisPlugin || kind === 'require-call') return undefined
        own ??= fileOf(projectDirectory)
        const [file, ofProject] = await Promise.all([fileOf(resolveDir), own])
        if (file === '' || file !== ofProject) return undefined
        return { path: 'zod', namespace: names, sideEffects: false, pluginData: file }
      })
      onLoad({ filter: /^zod$/, namespace: names }, async ({ pluginData: file }) => {
        const all = Object.keys(await import(pathToFileURL(file).href))
        return { contents: all.map((name) => `export{${name}}from${JSON.stringify(nameOfZod + name)}`).join('\n') }
      })
      onResolve({ filter: new RegExp(`^${nameOfZod}`) }, ({ path }) => ({ path, external: true, sideEffects: false }))
    },
  }
}

/** What a bundle imports of it. */
export function namesOfZod(imports: Metafile['outputs'][string]['imports']): NamesOfZod {
  const used = imports.flatMap(({ path }) => (path.startsWith(nameOfZod) ? [path.slice(nameOfZod.length)] : []))
  return [...new Set(used)].sort().join()
}

/** A bundle as it is beside `zodFile`. */
export function besideZod(code: string): string {
  return code.replaceAll(new RegExp(`(?<=from")${nameOfZod}[\\w$]+(?=")`, 'g'), `./${zodFile}`)
}

/** `zodFile` for each set of names; none for none. */
export async function bundleZod(
  projectDirectory: string,
  sets: readonly NamesOfZod[],
): Promise<ReadonlyMap<NamesOfZod, Files>> {
  const used = sets.filter((set) => set !== '')
  if (used.length === 0) return new Map()
  const { outputFiles } = await runEsbuild({
    ...esbuildSettings,
    absWorkingDir: projectDirectory,
    entryPoints: used.map((set, index) => ({ in: `${names}:${set}`, out: String(index) })),
    outdir: 'out',
    plugins: [reexports(projectDirectory)],
  })
  return new Map(outputFiles.map(({ path, contents }) => [used[Number(parse(path).name)] ?? '', [[zodFile, contents]]]))
}

function reexports(projectDirectory: string): Plugin {
  return {
    name: 'reexports',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: new RegExp(`^${names}:`) }, ({ path }) => ({
        path: path.slice(names.length + 1),
        namespace: names,
      }))
      onLoad({ filter: /.*/, namespace: names }, ({ path }) => ({
        contents: `export{${path}}from'zod'`,
        resolveDir: projectDirectory,
      }))
    },
  }
}
