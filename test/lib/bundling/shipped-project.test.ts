import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BundledHandlers, bundleHandlers } from '../../../lib/bundle-handlers.ts'
import { codeBytes, coldStartBytes } from '../../../lib/bundling/bundle-size.ts'
import { layerModules } from '../../../lib/bundling/definition-layer.ts'
import packageJson from '../../../package.json' with { type: 'json' }
import { readManifest } from '../../../src/manifest/read-manifest.ts'
import { platformBundle } from '../platform-bundle.ts'
import { filesOf, hashesOf } from './folder-bytes.ts'

const agents = ['data_cleaner', 'trend_analyzer', 'forecast_agent', 'insight_reporter'] as const
const handlers = ['planner', 'api', 'sweeper', 'dead-letters', 'events'] as const
const { definition } = readManifest('agents.yaml')
if (definition === undefined) throw new Error('agents.yaml has errors')

const outdir = mkdtempSync(join(tmpdir(), 'troupe-bundles-'))
let bundled: BundledHandlers
const project = { projectDirectory: '.', definition, outdir }
const folderOf = (name: string): string => bundled.agents[name] ?? bundled.handlers[name as (typeof handlers)[number]]

beforeAll(async () => {
  bundled = await bundleHandlers({ ...project, platform: await platformBundle })
})
afterAll(() => rmSync(outdir, { recursive: true }))

/** What each Lambda answers in a process that has of Lambda's environment only the place of layers. */
function answers(): Readonly<Record<string, string>> {
  const addresses = [...handlers, ...agents].map((name) => [
    name,
    pathToFileURL(join(folderOf(name), 'index.mjs')).href,
  ])
  const code = `const answers = {}
for (const [name, address] of ${JSON.stringify(addresses)}) {
  const { handler } = await import(address)
  await handler({ Records: [] }, { getRemainingTimeInMillis: () => 9_000 }).catch(({ code, args }) => {
    answers[name] = code + ' ' + args.name
  })
}
process.stdout.write(JSON.stringify(answers))`
  const env = { NODE_PATH: join(bundled.definition, layerModules) }
  const text = execFileSync(process.execPath, ['--input-type=module', '-e', code], { encoding: 'utf8', env })
  return JSON.parse(text) as Readonly<Record<string, string>>
}

describe('the shipped project, bundled', () => {
  it('is modules that load without this repository, each with a handler that names the variable it lacks', () => {
    const expected = [...handlers, ...agents].map((name) => [name, 'ENV_MISSING TROUPE_STACK'])
    expect(answers()).toEqual(Object.fromEntries(expected))
  })

  it('has a folder for each Lambda and no other', () => {
    expect(Object.keys(bundled.handlers).sort()).toEqual([...handlers].sort())
    expect(Object.keys(bundled.agents).sort()).toEqual([...agents].sort())
  })

  it.each([
    ['planner', 380, 450],
    ['sweeper', 310, 325],
    ['dead-letters', 345, 420],
    ['events', 315, 330],
    ['api', 520, 770],
    ['data_cleaner', 450, 545],
    ['trend_analyzer', 420, 500],
    ['forecast_agent', 420, 500],
    ['insight_reporter', 440, 520],
  ])('%s loads at most %i KB at its cold start, and has at most %i KB', (name, coldStart, all) => {
    expect(coldStartBytes(folderOf(name))).toBeLessThanOrEqual(coldStart * 1_024)
    expect(codeBytes(folderOf(name))).toBeLessThanOrEqual(all * 1_024)
  })

  it('names no place of this machine', () => {
    for (const name of [...handlers, ...agents])
      for (const path of filesOf(folderOf(name)).filter((file) => file.endsWith('.mjs')))
        expect(readFileSync(join(folderOf(name), path), 'utf8').includes(process.cwd()), `${name}/${path}`).toBe(false)
  })

  it('has the same bytes when it is bundled again', async () => {
    const before = hashesOf(outdir)
    await bundleHandlers(project)
    expect(hashesOf(outdir)).toEqual(before)
  })

  it('has the definition in a layer, and in no Lambda', () => {
    expect(filesOf(bundled.definition)).toEqual(['nodejs/node_modules/troupe-definition/definition.json'])
    const [path = ''] = filesOf(bundled.definition)
    expect(JSON.parse(readFileSync(join(bundled.definition, path), 'utf8'))).toMatchObject({
      definition,
      version: packageJson.version,
    })
    for (const name of handlers)
      expect(readFileSync(join(folderOf(name), 'index.mjs'), 'utf8')).not.toContain('insight_reporter')
  })

  it('brings the data that an agent reads beside its code', () => {
    expect(filesOf(folderOf('data_cleaner'))).toContain('agents/data_cleaner/data/texas-home-sales.csv')
  })
})

describe('the platform’s Lambdas hold only what they use', () => {
  const packagesOf = async (name: (typeof handlers)[number] | 'agent') => {
    const { inputs } = await platformBundle
    const names = inputs[name].map((path) => /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path)
    return new Set(names)
  }

  it.each([...handlers, 'agent'] as const)('%s has no YAML, no command line, no other adapters', async (name) => {
    const packages = await packagesOf(name)
    const unwanted = [...packages].filter((one) =>
      /^(?:yaml|commander|@clack|@hono\/zod-openapi|@aws-sdk\/(?:nested-clients|token-providers|credential-provider-(?!node|env)))|src\/(?:manifest|dev|cli|testing|adapters\/(?:sqlite|local|memory))/.test(
        one,
      ),
    )
    expect(unwanted).toEqual([])
  })

  it.each([
    ['planner', ['zod', 'hono', 'ajv']],
    ['sweeper', ['zod', 'hono', 'ajv', '@aws-sdk/client-s3', '@aws-sdk/client-lambda']],
    ['dead-letters', ['zod', 'hono', 'ajv', '@aws-sdk/client-lambda', '@aws-sdk/client-sqs']],
    ['events', ['zod', 'hono', 'ajv', '@aws-sdk/client-s3', '@aws-sdk/client-lambda', '@aws-sdk/client-sqs']],
    ['agent', ['zod', 'hono', 'ajv', '@aws-sdk/client-lambda']],
    ['api', ['@aws-sdk/client-lambda', '@asteasolutions/zod-to-openapi']],
  ] as const)('%s is without %j', async (name, unwanted) => {
    const packages = await packagesOf(name)
    expect(unwanted.filter((one) => packages.has(one))).toEqual([])
  })
})
