import { CfnResource, Stack } from 'aws-cdk-lib/core'
import { expect, test } from 'vitest'
import { createStageApp } from '../../../lib/stage-app.ts'
import { runCdk } from '../../../src/cli/aws/run-cdk.ts'
import { showDiff } from '../../../src/cli/deploy/show-diff.ts'
import type { Toolkit } from '../../../src/cli/deploy/toolkit.ts'
import { anAws } from './an-aws.ts'
import { aShop } from './on-aws.ts'

const { directory, file, onAws } = aShop()

/** A stack of one queue, made in a moment; the CDK that compares it is the real one. */
const toolkit: Toolkit = {
  async make(_, outdir) {
    const app = createStageApp({ outdir })
    new CfnResource(new Stack(app, 'troupe-shop-dev'), 'Facts', { type: 'AWS::SQS::Queue' })
    app.synth()
  },
  run: runCdk,
}

test('the pinned CDK compares a stage with an account that it reaches by the environment alone', {
  timeout: 60_000,
}, async () => {
  const aws = anAws()
  const { stdout, exitCode } = await onAws(aws, (run) => showDiff(run, { stage: 'dev' }, toolkit))
  expect(stdout).toMatch(/^Stack troupe-shop-dev/)
  expect(stdout).toContain('[+] AWS::SQS::Queue Facts')
  expect(aws.asked).toContain('AssumeRole')
  expect(exitCode).toBe(0)
})

test('the CDK is ended when somebody pressed Ctrl-C', async () => {
  const signal = AbortSignal.abort()
  const run = { directory, file, signal, stage: 'dev', outdir: directory, args: ['synth'], color: false }
  expect(await runCdk({ ...run, say: () => undefined })).toBe(130)
})
