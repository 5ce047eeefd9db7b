import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import { bundledStrands } from '../lib/bundling/bundled-strands.ts'
import { esbuildSettings } from '../lib/bundling/esbuild-settings.ts'
import { eventStreamsAtOnce } from '../lib/bundling/event-streams-at-once.ts'

const root = fileURLToPath(new URL('../', import.meta.url))
const runs = 9

const without = `export { DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb'`
const withModel = `${without}
export { createStrandsClient } from './src/adapters/models/strands-client.ts'
export { createBedrockCandidate } from './src/adapters/models/bedrock.ts'`

/**
 * What a model on Bedrock adds to the first run of an agent whose Lambda has DynamoDB's client already: CPU time of a
 * process that imports the one bundle, and both; bundled as for Lambda, with a warm compile cache; the fastest of nine.
 */
export async function benchLlmInit() {
  const folder = mkdtempSync(join(tmpdir(), 'troupe-llm-init-'))
  try {
    const before = await importCost(folder, 'without', without)
    const after = await importCost(folder, 'with', withModel)
    return { addedCpuMs: Math.round(after.cpuMs - before.cpuMs), addedKb: after.kb - before.kb, before, after }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

async function importCost(folder: string, name: string, contents: string) {
  const outfile = join(folder, `${name}.mjs`)
  const { metafile } = await build({
    stdin: { contents, resolveDir: root, loader: 'ts' },
    outfile,
    ...esbuildSettings,
    plugins: [...esbuildSettings.plugins, bundledStrands, eventStreamsAtOnce],
    write: true,
  })
  const kb = Math.round(Object.values(metafile.outputs).reduce((sum, { bytes }) => sum + bytes, 0) / 1_024)
  const times = Array.from({ length: runs }, () => importOnce(outfile, join(folder, 'cache')))
  return { cpuMs: Number(Math.min(...times).toFixed(1)), kb }
}

function importOnce(file: string, cache: string): number {
  const code = `const before = process.cpuUsage(); await import(${JSON.stringify(file)})
const { user, system } = process.cpuUsage(before); console.log((user + system) / 1000)`
  const env = { PATH: '', NODE_COMPILE_CACHE: cache }
  return Number(execFileSync(process.execPath, ['--input-type=module', '-e', code], { env, encoding: 'utf8' }))
}
