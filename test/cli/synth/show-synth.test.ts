import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { showFault } from '../../../src/cli/command-fault.ts'
import { showSynth } from '../../../src/cli/synth/show-synth.ts'
import { aProject } from '../aws/a-project.ts'
import { aRun } from '../aws/run-double.ts'

const folders: string[] = []
const kept = (folder: string) => {
  folders.push(folder)
  return folder
}
const project = kept(aProject(['first', 'second'], 'stages: { prod: { region: eu-west-1 } }'))
const file = join(project, 'agents.yaml')
const out = join(project, 'out')
afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true })
})

describe('troupe synth', () => {
  it('writes the stack of a stage, and says what is in it and what comes next', async () => {
    const run = aRun({ file })
    await showSynth(run, { stage: 'prod', out })
    expect(run.stdout()).toMatch(/^troupe-shop-prod: stage prod in eu-west-1, 2 agents\n\d+ resources; code/)
    expect(run.stdout()).toMatch(/^ {2}second +\d+(\.\d)? KB$/m)
    expect(run.stdout()).toMatch(/^ {2}planner +\d+(\.\d)? KB$/m)
    expect(run.stderr()).toContain(`next troupe diff --stage prod --file ${file}`)
    expect(readdirSync(out)).toContain('troupe-shop-prod.template.json')
  })

  it.each([
    ['no agents.yaml', { file: join(project, 'none.yaml') }, 'MANIFEST_NOT_FOUND'],
    ['a stage that does not exist', { file, stage: 'prd' }, 'MANIFEST_UNKNOWN_STAGE'],
    ['an agent without code', { file: withoutCode() }, 'MANIFEST_INVALID'],
  ])(
    'refuses %s, and writes nothing',
    async (_, { file: wrong, stage = 'dev' }: { file: string; stage?: string }, code) => {
      const nowhere = join(project, 'nowhere')
      const thrown = await showSynth(aRun({ file: wrong, json: true }), { stage, out: nowhere }).catch((fault) => fault)
      expect(showFault(thrown).code).toBe(code)
      expect(readdirSync(project)).not.toContain('nowhere')
    },
  )
})

function withoutCode(): string {
  const folder = kept(mkdtempSync(join(tmpdir(), 'troupe-no-code-')))
  const path = join(folder, 'agents.yaml')
  writeFileSync(path, 'project: { name: shop }\nagents: { first: {} }\n')
  return path
}
