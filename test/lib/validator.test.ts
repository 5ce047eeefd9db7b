import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { DeploymentPlan } from '../../lib/deployment-plan.ts'
import { manyAgents, planned, stageKinds } from './planned.ts'
import { aStack } from './synthesized.ts'

let outdir: string
beforeAll(() => {
  vi.stubEnv('CDK_VALIDATION', 'true')
  outdir = mkdtempSync(join(tmpdir(), 'troupe-validator-'))
})
afterAll(() => {
  vi.unstubAllEnvs()
  rmSync(outdir, { recursive: true })
})

const synthesize = (plan: DeploymentPlan) => aStack(plan, outdir, true).app.synth()

// The first of them waits for the validator's engine.
describe('the CDK’s validator of templates', { timeout: 30_000 }, () => {
  it.each(stageKinds)('lets a stage pass %s', (_, text, stage) => {
    expect(() => synthesize(planned(text, stage))).not.toThrow()
  })

  const plan = planned(manyAgents(1))
  it.each<[string, DeploymentPlan]>([
    ['memory that Lambda does not offer', { ...plan, planner: { ...plan.planner, memoryMb: 99_999 } }],
    [
      'a queue that hides messages for less time than they take',
      { ...plan, queue: { ...plan.queue, visibilitySeconds: 20 } },
    ],
  ])('stops %s', (_, wrong) => {
    expect(() => synthesize(wrong)).toThrow(/CloudFormation Validate/)
  })
})
