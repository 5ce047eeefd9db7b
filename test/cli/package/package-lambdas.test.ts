import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { showFault } from '../../../src/cli/command-fault.ts'
import { packageLambdas } from '../../../src/cli/package/package-lambdas.ts'
import { aProject } from '../aws/a-project.ts'
import { aRun } from '../aws/run-double.ts'

const project = aProject(['first', 'second'], 'stages: { prod: {} }')
const file = join(project, 'agents.yaml')
writeFileSync(file, readFileSync(file, 'utf8').replace('agents: {', 'agents: { chief: { type: orchestrator },'))
const out = join(project, 'dist-lambda')
const options = { stage: 'dev', out }
afterAll(() => rmSync(project, { recursive: true }))

describe('troupe package', () => {
  it('makes the folder of one agent, and says where it is and how large', async () => {
    const run = aRun({ file })
    await packageLambdas(run, 'first', options)
    expect(run.stdout()).toMatch(/dist-lambda, unpacked:\n {2}agents\/first +\d+(\.\d)? KB\n$/)
    expect(readdirSync(join(out, 'agents'))).toEqual(['first'])
    expect(readdirSync(join(out, 'agents', 'first'))).toEqual(['agent.mjs', 'chunks', 'code.mjs', 'index.mjs'])
  })

  it('makes every folder that a stage is deployed from', async () => {
    const run = aRun({ file, json: true })
    await packageLambdas(run, undefined, { ...options, stage: 'prod', all: true })
    const { lambdas } = JSON.parse(run.stdout())
    const names = lambdas.map(({ folder }: { folder: string }) => folder)
    expect(names).toEqual(expect.arrayContaining(['agents/first', 'agents/second', 'handlers/planner', 'definition']))
    for (const { folder, bytes } of lambdas) expect(bytes, folder).toBeGreaterThan(0)
  })

  it.each<[string, { name?: string; all?: true; stage?: string }, string]>([
    ['an agent that is not declared', { name: 'frist' }, 'AGENT_NOT_FOUND'],
    ['an orchestrator, which has no code', { name: 'chief' }, 'CLI_USAGE'],
    ['neither an agent nor --all', {}, 'CLI_USAGE'],
    ['an agent and --all', { name: 'first', all: true }, 'CLI_USAGE'],
    ['a stage that does not exist', { name: 'first', stage: 'prd' }, 'MANIFEST_UNKNOWN_STAGE'],
  ])('refuses %s', async (_, { name, ...given }, code) => {
    const thrown = await packageLambdas(aRun({ file }), name, { ...options, ...given }).catch((fault) => fault)
    expect(showFault(thrown).code).toBe(code)
  })
})
