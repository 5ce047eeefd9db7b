import { join } from 'node:path'
import { expect, test } from 'vitest'
import { runCdk } from '../../../src/cli/aws/run-cdk.ts'
import { showDiff } from '../../../src/cli/deploy/show-diff.ts'
import { anAws } from './an-aws.ts'
import { aShop } from './on-aws.ts'

const { directory, file, onAws } = aShop()

test('the pinned CDK makes a stage and compares it with an account that it reaches by the environment alone', {
  timeout: 60_000,
}, async () => {
  const aws = anAws()
  const { stdout, exitCode } = await onAws(aws, (run) => showDiff(run, { stage: 'dev' }), {
    // The CDK's checks of the template have a test of their own.
    login: { CDK_VALIDATION: 'false' },
  })
  expect(stdout).toMatch(/^Stack troupe-shop-dev/)
  expect(stdout).toContain('[+] AWS::Lambda::Function Agents/clerk/Agent/Function')
  expect(aws.asked).toContain('AssumeRole')
  expect(exitCode).toBe(0)
})

test('the CDK is ended when somebody pressed Ctrl-C', async () => {
  const outdir = join(directory, 'never')
  const signal = AbortSignal.abort()
  const run = { directory, file, outdir, signal, stage: 'dev', args: ['synth'], color: false, say: () => undefined }
  expect(await runCdk(run)).toBe(130)
})
