import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { bundleHandlers } from '../lib/bundle-handlers.ts'
import { codeBytes, coldStartBytes } from '../lib/bundling/bundle-size.ts'
import { layerModules } from '../lib/bundling/definition-layer.ts'
import { readManifest } from '../src/manifest/read-manifest.ts'
import { median } from './figures.ts'

export interface ColdStartFigures {
  /** Bundling the shipped project, wall time. */
  readonly bundleMs: number
  /** Importing a module with nothing in it: what no bundle can be below. */
  readonly emptyCpuMs: number
  readonly bundles: Readonly<Record<string, BundleFigures>>
}

interface BundleFigures {
  readonly coldStartKb: number
  readonly allKb: number
  /** CPU time of importing `index.mjs` in a fresh process, user and system, at this machine's full speed. */
  readonly initCpuMs: number
}

/** Sizes and start-up of the shipped project's Lambdas. A Lambda of 512 MB has about a third of a core. */
export async function benchColdStart(rounds = 15): Promise<ColdStartFigures> {
  const { definition } = readManifest('agents.yaml')
  if (definition === undefined) throw new Error('agents.yaml has errors')
  const outdir = mkdtempSync(join(tmpdir(), 'troupe-cold-start-'))
  try {
    const start = performance.now()
    const { handlers, agents, definition: layer } = await bundleHandlers({ projectDirectory: '.', definition, outdir })
    const bundleMs = Math.round(performance.now() - start)
    // As Lambda sets it, where layers are.
    const nodePath = join(layer, layerModules)
    const folders = Object.entries({ ...handlers, ...agents })
    const bundles = folders.map(([name, folder]) => [name, figuresOf(folder, rounds, nodePath)])
    const emptyCpuMs = initCpuMs('data:text/javascript,export const handler = 1', rounds)
    return { bundleMs, emptyCpuMs, bundles: Object.fromEntries(bundles) }
  } finally {
    rmSync(outdir, { recursive: true })
  }
}

function figuresOf(folder: string, rounds: number, nodePath: string): BundleFigures {
  return {
    coldStartKb: Math.round(coldStartBytes(folder) / 1_024),
    allKb: Math.round(codeBytes(folder) / 1_024),
    initCpuMs: initCpuMs(pathToFileURL(join(folder, 'index.mjs')).href, rounds, nodePath),
  }
}

function initCpuMs(address: string, rounds: number, nodePath = ''): number {
  const code = `const before = process.cpuUsage()
await import(${JSON.stringify(address)})
const { user, system } = process.cpuUsage(before)
process.stdout.write(String((user + system) / 1_000))`
  const options = { encoding: 'utf8', env: { NODE_PATH: nodePath } } as const
  const run = () => execFileSync(process.execPath, ['--input-type=module', '-e', code], options)
  return Math.round(median(Array.from({ length: rounds }, () => Number(run()))))
}
