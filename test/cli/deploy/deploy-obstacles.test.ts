import { describe, expect, test } from 'vitest'
import { Fault } from '../../../src/core/fault.ts'
import { aCdk } from './a-cdk.ts'
import { type DeployTry, deployerOf, stackName, withStack } from './a-stage.ts'
import { type AnAws, type AStack, anAws } from './an-aws.ts'
import { aShop } from './on-aws.ts'

const deploy = deployerOf(aShop())

describe('before anything is deployed', () => {
  const expired = anAws({ refusal: 'ExpiredToken' })
  const nobody = { AWS_ACCESS_KEY_ID: undefined, AWS_SECRET_ACCESS_KEY: undefined }
  const old: AStack = { status: 'CREATE_COMPLETE', outputs: { BootstrapVersion: '5' } }
  const blocked = { isProtected: true }

  const obstacles: [string, AnAws, DeployTry, object][] = [
    ['nobody is logged in', anAws(), { login: nobody }, { code: 'AWS_CREDENTIALS_MISSING', exitCode: 4 }],
    [
      'the login has expired',
      expired,
      {},
      { code: 'AWS_CREDENTIALS_REFUSED', exitCode: 4, hint: expect.stringContaining('Log in again') },
    ],
    ['no region is known', anAws(), { login: { AWS_REGION: undefined } }, { code: 'AWS_REGION_MISSING', exitCode: 4 }],
    [
      'the account is another',
      anAws(),
      { stage: 'foreign' },
      { code: 'DEPLOY_ACCOUNT', message: expect.stringContaining('999988887777') },
    ],
    [
      'the account is not prepared',
      anAws({ stacks: {} }),
      {},
      { code: 'DEPLOY_NOT_BOOTSTRAPPED', hint: 'Prepare it once: npx cdk bootstrap aws://111122223333/eu-central-1' },
    ],
    [
      'the account was prepared long ago',
      anAws({ stacks: { CDKToolkit: old } }),
      {},
      { code: 'DEPLOY_NOT_BOOTSTRAPPED', message: expect.stringContaining('has version 5, and 8 is needed') },
    ],
    [
      'agents.yaml has no such stage',
      anAws(),
      { stage: 'nope' },
      { code: 'MANIFEST_UNKNOWN_STAGE', exitCode: 3, message: expect.stringContaining('there are dev, prod') },
    ],
    [
      'somebody else deploys',
      withStack({ status: 'UPDATE_IN_PROGRESS' }),
      {},
      { code: 'DEPLOY_STACK_BUSY', exitCode: 5 },
    ],
    [
      'a rollback failed',
      withStack({ status: 'UPDATE_ROLLBACK_FAILED' }),
      {},
      {
        code: 'DEPLOY_STACK_STUCK',
        hint: expect.stringContaining(
          `aws cloudformation continue-update-rollback --stack-name ${stackName} --region eu-central-1`,
        ),
      },
    ],
    [
      'a deletion failed',
      withStack({ status: 'DELETE_FAILED' }),
      {},
      { code: 'DEPLOY_STACK_STUCK', hint: expect.stringContaining('troupe destroy --stage dev') },
    ],
    [
      'a first deployment failed under protection',
      withStack({ status: 'ROLLBACK_COMPLETE', ...blocked }),
      {},
      { code: 'DEPLOY_STACK_STUCK' },
    ],
    ['nobody says yes', anAws(), {}, { code: 'CLI_INPUT_NEEDED', exitCode: 4, hint: 'Give it: --yes' }],
  ]
  test.each(obstacles.map(([when, aws, options, shown]) => ({ when, aws, options, shown })))(
    '$when: that is said with its repair, and the CDK deploys nothing',
    async ({ aws, options, shown }) => {
      const cdk = aCdk({})
      expect(await deploy(aws, cdk, options)).toMatchObject(shown)
      expect(cdk.runs.filter((run) => run.startsWith('deploy'))).toEqual([])
    },
  )

  test('an agent that cannot be bundled is told as what it is', async () => {
    const make = () => {
      throw new Fault('AGENT_BUNDLE_FAILED', { agent: 'clerk', problem: 'no such module' })
    }
    expect(await deploy(anAws(), aCdk({ make }))).toMatchObject({ code: 'AGENT_BUNDLE_FAILED' })
  })

  test('what the CDK cannot compare is shown as it says it', async () => {
    const says = 'AccessDenied: the template is not for you\n  at GetTemplate\n'
    const ended = await deploy(anAws(), aCdk({ diff: { says, exitCode: 1 } }))
    expect(ended).toMatchObject({ code: 'DEPLOY_CDK_FAILED', exitCode: 1 })
    expect(ended.message).toContain('AccessDenied: the template is not for you')
    expect(ended.stderr).toContain(says)
  })

  test('Ctrl-C ends it with 130', async () => {
    const cdk = aCdk({ diff: { says: '', exitCode: 130 } })
    expect((await deploy(anAws(), cdk)).exitCode).toBe(130)
    expect(cdk.runs.length).toBe(1)
  })
})
