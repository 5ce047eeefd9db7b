import { describe, expect, test } from 'vitest'
import { showDiff } from '../../../src/cli/deploy/show-diff.ts'
import type { RunOptions } from '../aws/run-double.ts'
import { aCdk, changed, unchanged } from './a-cdk.ts'
import { standing, withStack } from './a-stage.ts'
import { aShop } from './on-aws.ts'

const { onAws } = aShop()

describe('diff', () => {
  const diff = (says: string, options: RunOptions & { fail?: true } = {}) =>
    onAws(
      withStack(standing),
      (run) => showDiff(run, { stage: 'dev', ...options }, aCdk({ diff: { says } }).toolkit),
      options,
    )

  test('prints the change as its result, and exits with 0', async () => {
    const { stdout, stderr, exitCode } = await diff(changed)
    expect(stdout).toContain('[+] AWS::SQS::Queue')
    expect(stderr).toMatch(/next troupe deploy --stage dev/)
    expect(exitCode).toBe(0)
  })

  test('exits with 1 for a change when --fail asks for it, and with 0 for none', async () => {
    expect((await diff(changed, { fail: true })).exitCode).toBe(1)
    expect((await diff(unchanged, { fail: true })).exitCode).toBe(0)
  })

  test('is one document with --json', async () => {
    const { stdout } = await diff(unchanged, { json: true })
    expect(JSON.parse(stdout)).toMatchObject({
      stage: 'dev',
      isChanged: false,
      text: expect.stringContaining('no differences'),
    })
  })
})
