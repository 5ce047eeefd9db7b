import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Code, Function as LambdaFunction, Runtime } from 'aws-cdk-lib/aws-lambda'
import { App, Stack } from 'aws-cdk-lib/core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { stageFolders } from '../../../lib/bundling/stage-folders.ts'
import { type Files, writeFolder } from '../../../lib/bundling/write-folder.ts'

let outdir: string
beforeEach(() => {
  outdir = mkdtempSync(join(tmpdir(), 'troupe-stage-'))
})
afterEach(() => rmSync(outdir, { recursive: true }))

const same: Files = [['index.mjs', 'export const handler = 1']]
/** As bundling leaves them: an agent's folder with the platform's part linked, and its own code. */
function staged(code: Files = [['code.mjs', 'one']]) {
  rmSync(join(outdir, 'lambda'), { recursive: true, force: true })
  const folder = (name: string, files: Files) => writeFolder(join(outdir, 'lambda', name), files)
  const shared = folder('.platform', same)
  const linked: Files = [['index.mjs', { linkTo: join(shared, 'index.mjs') }], ...code]
  const handlers = { planner: folder('planner', same) } as Parameters<typeof stageFolders>[0]['handlers']
  const agents = { agent: folder('agent', linked) }
  return stageFolders({ handlers, agents, definition: folder('definition', [['a.json', '{}']]) }, outdir)
}

const assets = () => readdirSync(outdir).filter((name) => name.startsWith('asset.'))

describe('the folders of Lambdas', () => {
  it('lie where the CDK wants them, which copies nothing and can be moved with its output', () => {
    const { agents } = staged()
    const before = assets()
    const app = new App({
      outdir,
      analyticsReporting: false,
      builtinCloudFormationValidation: false,
    })
    const { folder = '', hash } = agents.agent ?? {}
    const code = Code.fromAsset(folder, { assetHash: hash ?? '' })
    new LambdaFunction(new Stack(app, 'Stack'), 'F', { code, handler: 'index.handler', runtime: Runtime.NODEJS_24_X })
    app.synth()
    expect(assets()).toEqual(before)
    const manifest = JSON.parse(readFileSync(join(outdir, 'Stack.assets.json'), 'utf8'))
    const paths = Object.values<{ source: { path: string } }>(manifest.files).map(({ source }) => source.path)
    const [asset = ''] = paths.filter((path) => path.startsWith('asset.'))
    expect(readFileSync(join(outdir, asset, 'code.mjs'), 'utf8')).toBe('one')
  })

  it('have a hash of their paths and bytes, shared files included, and their size', () => {
    const { agents } = staged()
    expect(agents.agent?.bytes).toBe('export const handler = 1one'.length)
    for (const other of [
      [['code.mjs', 'two']],
      [['code2.mjs', 'one']],
      [
        ['code.mjs', 'one'],
        ['a', ''],
      ],
    ] as Files[])
      expect(staged(other).agents.agent?.hash).not.toBe(agents.agent?.hash)
    expect(staged().agents.agent?.hash).toBe(agents.agent?.hash)
  })

  it('are kept when they are made again', () => {
    staged()
    const before = assets()
    const { agents } = staged()
    expect(assets()).toEqual(before)
    expect(existsSync(join(agents.agent?.folder ?? '', 'code.mjs'))).toBe(true)
  })
})
