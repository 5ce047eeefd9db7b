import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { OutputFile, Plugin } from 'esbuild'
import { bundledPino } from './bundled-pino.ts'
import { definitionImport } from './definition-layer.ts'
import { englishOnly } from './english-only.ts'
import { errorsByName } from './errors-by-name.ts'
import { esbuildSettings } from './esbuild-settings.ts'
import { runEsbuild } from './run-esbuild.ts'

const root = fileURLToPath(new URL('../../', import.meta.url))

export const handlerNames = ['planner', 'api', 'sweeper', 'dead-letters', 'events'] as const
export type HandlerName = (typeof handlerNames)[number]

/** A Lambda's own code without what differs between projects: the files of its folder, by their path in it. */
export type BundledHandler = ReadonlyMap<string, Uint8Array>

export interface PlatformBundle {
  readonly handlers: Readonly<Record<HandlerName | 'agent', BundledHandler>>
}

export interface MadePlatformBundle extends PlatformBundle {
  /** The files that each was made of, from the root. */
  readonly inputs: Readonly<Record<HandlerName | 'agent', readonly string[]>>
}

/**
 * Bundles the platform's Lambdas in one pass; what several of them need are chunks, and each folder gets those that its
 * entry reaches. Nothing of a project goes in: the same platform gives the same bytes, whatever agents there are. The
 * published package has them ready: there `#bundle-platform` is shipped-bundles.ts.
 */
export async function bundlePlatform(): Promise<MadePlatformBundle> {
  const names = [...handlerNames, 'agent'] as const
  const { outputFiles, metafile } = await runEsbuild({
    ...esbuildSettings,
    absWorkingDir: root,
    entryPoints: Object.fromEntries(names.map((name) => [name, `src/handlers/${name}.ts`])),
    outdir: join(root, 'out'),
    chunkNames: 'chunks/[name]-[hash]',
    splitting: true,
    plugins: [errorsByName, ...esbuildSettings.plugins, projectModules, bundledPino, englishOnly],
  })
  const fileOf = new Map(outputFiles.map((file) => [file.path.slice(root.length), file]))
  const reached = (name: string) => reachedFrom(`out/${name}.mjs`, metafile.outputs)
  const perHandler = <T>(of: (outputs: readonly string[]) => T) =>
    Object.fromEntries(names.map((name) => [name, of(reached(name))])) as Record<(typeof names)[number], T>
  return {
    handlers: perHandler((outputs) => filesOf(outputs, fileOf)),
    inputs: perHandler((outputs) => outputs.flatMap((output) => Object.keys(metafile.outputs[output]?.inputs ?? {}))),
  }
}

type Outputs = Readonly<Record<string, { readonly imports: readonly { path: string; external?: boolean }[] }>>

/** The entry itself comes first. */
function reachedFrom(entry: string, outputs: Outputs): string[] {
  const reached = new Set([entry])
  // A set takes in what is added while it is walked.
  for (const output of reached) {
    for (const { path, external } of outputs[output]?.imports ?? []) if (external !== true) reached.add(path)
  }
  return [...reached]
}

function filesOf(outputs: readonly string[], fileOf: ReadonlyMap<string, OutputFile>): BundledHandler {
  const [entry, ...chunks] = outputs.map((output) => [output.slice('out/'.length), fileOf.get(output)] as const)
  const named = [['index.mjs', entry?.[1]] as const, ...chunks]
  return new Map(named.flatMap(([path, file]) => (file === undefined ? [] : [[path, file.contents] as const])))
}

/** What differs between projects: an agent's code is beside `index.mjs`, the definition in a layer. */
const projectModules: Plugin = {
  name: 'project-modules',
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /^#agent$/ }, () => ({ path: './agent.mjs', external: true }))
    onResolve({ filter: /^#definition$/ }, ({ path }) => ({ path, namespace: 'project' }))
    onLoad({ filter: /^#definition$/, namespace: 'project' }, () => ({ contents: definitionImport.source }))
    onResolve({ filter: /^troupe-definition\// }, ({ path }) => ({ path, external: true }))
  },
}
