import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { App } from 'aws-cdk-lib/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { chosenStage, synthesizeStage } from '../../lib/synthesize-stage.ts'
import { readDeployEnv } from '../../src/env.ts'

const stageOf = (context: Record<string, string>, variables: Record<string, string>) =>
  chosenStage(new App({ context }), readDeployEnv(variables))

describe('the stage that is deployed', () => {
  it('is the one that the context names', () => {
    expect(stageOf({ stage: 'trial' }, { STAGE: 'prod' })).toBe('trial')
  })

  it('else the one that the environment names', () => {
    expect(stageOf({}, { STAGE: 'prod' })).toBe('prod')
  })

  it('else dev', () => {
    expect(stageOf({}, {})).toBe('dev')
    expect(stageOf({}, { STAGE: '' })).toBe('dev')
  })
})

describe('a stage with an account', () => {
  let folder: string
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'troupe-account-'))
    writeFileSync(join(folder, 'a.ts'), '')
    const stages = 'stages: { prod: { account: "111111111111" } }'
    writeFileSync(join(folder, 'agents.yaml'), `project: { name: shop }\n${stages}\nagents: { a: { entry: a.ts } }\n`)
  })
  afterAll(() => rmSync(folder, { recursive: true }))

  it('is not made with credentials of another one', async () => {
    const app = new App({ context: { stage: 'prod', file: join(folder, 'agents.yaml') }, outdir: join(folder, 'out') })
    const env = { stage: undefined, account: '222222222222' }
    await expect(synthesizeStage(app, env, () => {})).rejects.toMatchObject({
      code: 'DEPLOY_ACCOUNT',
      message: 'Stage prod belongs to account 111111111111; these credentials are of 222222222222',
      hint: 'Use credentials of 111111111111, or correct account in stages.prod',
    })
  })
})
