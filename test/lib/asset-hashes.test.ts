import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import cdkJson from '../../cdk.json' with { type: 'json' }
import { bundledCode } from '../../lib/bundled-code.ts'
import { stageFolders } from '../../lib/bundling/stage-folders.ts'
import { PlatformStack } from '../../lib/platform-stack.ts'
import { answering, aProject, type BundledProject } from './bundling/a-project.ts'
import { planned } from './planned.ts'

const events = 'infrastructure: { events: { provider: eventbridge } }'
const fileOf = (agents: readonly string[]) =>
  `project: { name: shop }\n${events}\nagents: { ${agents.map((name) => `${name}: {}`).join(', ')} }\n`

let project: BundledProject
let folder: string
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'troupe-assets-'))
  project = aProject({
    'agents/first/agent.ts': answering('1'),
    'agents/second/agent.ts': answering('total([1])', `import { total } from '../shared/total.ts'`),
    'agents/third/agent.ts': answering('total([1, 2])', `import { total } from '../shared/total.ts'`),
    'agents/shared/total.ts': 'export const total = (all: number[]) => all.reduce((sum, one) => sum + one, 0)\n',
  })
})
afterAll(() => {
  project.remove()
  rmSync(folder, { recursive: true })
})

/** Hashes under which the CDK would upload the code of each Lambda and layer, by the logical id without its own hash. */
async function uploaded(...agents: readonly string[]): Promise<Record<string, unknown>> {
  const outdir = join(folder, String(agents.length))
  const settings = { analyticsReporting: false, builtinCloudFormationValidation: false }
  const app = new App({ context: cdkJson.context, outdir, ...settings })
  const bundles = await project.bundle(Object.fromEntries(agents.map((name) => [name, {}])))
  const code = bundledCode(stageFolders(bundles, app.assetOutdir))
  const stack = new PlatformStack(app, planned(fileOf(agents)), code)
  const { templateFullPath } = app.synth().getStackArtifact(stack.artifactId)
  const { Resources } = JSON.parse(readFileSync(templateFullPath, 'utf8')) as {
    Resources: Record<string, { Properties: Code }>
  }
  const hashes = Object.entries(Resources).flatMap(([id, { Properties }]) => {
    const key = (Properties.Code ?? Properties.Content)?.S3Key
    return key === undefined ? [] : [[id.replace(/\w{8}$/, ''), key] as const]
  })
  return Object.fromEntries(hashes)
}

interface Code {
  readonly Code?: { readonly S3Key: unknown }
  readonly Content?: { readonly S3Key: unknown }
}

describe('adding an agent', () => {
  it('uploads its code and what new jobs follow, and leaves every other asset as it is', async () => {
    const before = await uploaded('first', 'second')
    const after = await uploaded('first', 'second', 'third')
    expect(Object.keys(before)).toHaveLength(5 + 2 + 1)
    const changed = Object.keys(after).filter((id) => after[id] !== before[id])
    expect(changed.sort()).toEqual(['AgentsthirdAgentFunction', 'JobApiDefinition'])
  })
})
