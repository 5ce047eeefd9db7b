import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { showFault } from '../../../src/cli/command-fault.ts'
import { writeConfig } from '../../../src/cli/generate-config/write-config.ts'
import { readManifest } from '../../../src/manifest/read-manifest.ts'
import { aProject } from '../aws/a-project.ts'
import { aRun } from '../aws/run-double.ts'

const project = aProject(['first'], 'stages: { prod: { defaults: { runtime: { timeout: 77s } } } }')
const file = join(project, 'agents.yaml')
afterAll(() => rmSync(project, { recursive: true }))

describe('troupe generate-config', () => {
  it('prints the definition with its hash, and nothing else on stdout', () => {
    const run = aRun({ file })
    writeConfig(run, {})
    expect(JSON.parse(run.stdout())).toEqual(readManifest(file).definition)
  })

  it('has the settings of a stage', () => {
    const run = aRun({ file })
    writeConfig(run, { stage: 'prod' })
    const { agents, hash } = JSON.parse(run.stdout())
    expect(agents.first.timeoutMs).toBe(77_000)
    expect(hash).not.toBe(readManifest(file).definition?.hash)
  })

  it('writes a file in a folder that is not there yet', () => {
    const run = aRun({ file })
    const out = join(project, 'made', 'config.json')
    writeConfig(run, { out })
    expect(run.stdout()).toBe('')
    expect(JSON.parse(readFileSync(out, 'utf8'))).toEqual(readManifest(file).definition)
  })

  it.each<[string, { file?: string; stage?: string; out?: string }, string]>([
    ['over agents.yaml', { out: file }, 'CLI_OPTION_INVALID'],
    ['where nothing can be written', { out: join(file, 'x') }, 'CLI_OPTION_INVALID'],
    ['of no file', { file: join(project, 'none.yaml') }, 'MANIFEST_NOT_FOUND'],
    ['of a stage that does not exist', { stage: 'prd' }, 'MANIFEST_UNKNOWN_STAGE'],
  ])('refuses to write %s', (_, { file: given = file, ...options }, code) => {
    const write = () => writeConfig(aRun({ file: given }), options)
    expect(codeThrown(write)).toBe(code)
    expect(readFileSync(file, 'utf8')).toContain('project:')
  })
})

function codeThrown(act: () => void): string | undefined {
  try {
    act()
    return undefined
  } catch (thrown) {
    return showFault(thrown).code
  }
}
