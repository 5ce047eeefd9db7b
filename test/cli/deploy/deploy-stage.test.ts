import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { aCdk, unchanged } from './a-cdk.ts'
import { deployerOf, stackName, standing, withStack } from './a-stage.ts'
import { type AnAws, type AStack, anAws } from './an-aws.ts'
import { aShop } from './on-aws.ts'

const { onAws, directory, file } = aShop()
const deploy = deployerOf({ onAws })

const set = (aws: AnAws, stack: AStack) => {
  aws.stacks[stackName] = stack
}
/** A CDK whose deployment makes the stack. */
const making = (aws: AnAws) => aCdk({ deploy: { does: () => set(aws, standing) } })

describe('a stage that is new', () => {
  test('is shown by what it consists of, deployed, and named with its addresses and the next command', async () => {
    const aws = anAws()
    const cdk = making(aws)
    const { exitCode, stdout, stderr } = await deploy(aws, cdk)
    expect(stderr).toContain(
      `stack ${stackName} in account 111122223333, eu-central-1, as arn:aws:iam::111122223333:user/ada`,
    )
    expect(stderr).toContain('It is new\n  +   2 AWS::Lambda::Function\n  +   1 AWS::SQS::Queue\n')
    expect(cdk.runs).toEqual([
      `diff ${stackName} --method template`,
      `deploy ${stackName} --require-approval never --progress events`,
    ])
    expect(stdout).toContain('API        https://api.example\n')
    expect(stdout).toContain(
      'https://eu-central-1.console.aws.amazon.com/cloudwatch/home?region=eu-central-1#dashboards/dashboard/board',
    )
    expect(stderr).toMatch(/next troupe jobs submit --stage dev --file \S+ --input <file or JSON> --wait/)
    expect(exitCode).toBe(0)
  })

  test('is one document with --json', async () => {
    const aws = anAws()
    const { stdout } = await deploy(aws, making(aws), { yes: true, json: true })
    expect(JSON.parse(stdout)).toEqual({
      ...{ stage: 'dev', stackName, account: '111122223333', region: 'eu-central-1', isChanged: true },
      apiUrl: 'https://api.example',
      dashboard: expect.stringContaining('board'),
    })
  })
})

describe('a stage that stands', () => {
  test('is shown by every change', async () => {
    const cdk = aCdk({})
    const { stderr, exitCode } = await deploy(withStack(standing), cdk)
    expect(stderr).toContain('[+] AWS::SQS::Queue PlannerQueue/Facts')
    expect(stderr).not.toContain('Number of stacks')
    expect([cdk.runs.length, exitCode]).toEqual([2, 0])
  })

  test('is left alone when nothing changes', async () => {
    const cdk = aCdk({ diff: { says: unchanged } })
    const { stderr, stdout, exitCode } = await deploy(withStack(standing), cdk, {})
    expect(stderr).toContain('Nothing changes\n')
    expect(stdout).toContain('https://api.example')
    expect([cdk.runs.length, exitCode]).toEqual([1, 0])
  })

  test('changes code directly with --hotswap, unless it is protected', async () => {
    const cdk = aCdk({})
    await deploy(withStack(standing), cdk, { yes: true, hotswap: true })
    expect(cdk.runs.at(-1)).toContain(' --hotswap-fallback')
    const refused = await deploy(anAws(), aCdk({}), { stage: 'prod', yes: true, hotswap: true })
    expect(refused).toMatchObject({ code: 'CLI_OPTION_INVALID', exitCode: 2 })
  })

  test('is begun again when its first deployment failed', async () => {
    const aws = withStack({ status: 'ROLLBACK_COMPLETE' })
    const { stderr, exitCode } = await deploy(aws, making(aws))
    expect(stderr).toContain('Its first deployment failed; what is left is deleted first')
    expect(exitCode).toBe(0)
  })
})

describe('a deployment that fails midway', () => {
  const type = 'AWS::Lambda::Function'
  const failing = (events: AStack['events'], stacks: Record<string, AStack> = {}) => {
    const stack: AStack = {
      ...standing,
      events: [{ id: 'Old', type, status: 'CREATE_FAILED', reason: 'of last week' }],
    }
    const aws = withStack(stack)
    Object.assign(aws.stacks, stacks)
    const does = () => set(aws, { ...stack, events: [...(stack.events ?? []), ...(events ?? [])] })
    return deploy(aws, aCdk({ deploy: { does, says: 'the last word\n', exitCode: 1 } }))
  }

  test('ends with what failed first, its reason and the next step', async () => {
    const { code, message, hint, exitCode } = await failing([
      { id: 'Other', type, status: 'UPDATE_FAILED', reason: 'Resource update cancelled' },
      { id: 'Clerk', type, status: 'UPDATE_FAILED', reason: 'The code is too large' },
    ])
    expect([code, exitCode]).toEqual(['DEPLOY_FAILED', 1])
    expect(message).toBe('Stage dev was not deployed: AWS::Lambda::Function Clerk: The code is too large')
    expect(hint).toContain('troupe deploy --stage dev')
  })

  test('names what failed inside a nested stack', async () => {
    const events = [{ id: 'Shard', type: 'AWS::CloudFormation::Stack', status: 'UPDATE_FAILED', name: 'nested' }]
    const inside = { id: 'Clerk', type, status: 'CREATE_FAILED', reason: 'No such layer' }
    const { message } = await failing(events, { nested: { status: 'UPDATE_FAILED', events: [inside] } })
    expect(message).toContain('AWS::Lambda::Function Clerk: No such layer')
  })

  test('ends with the last word of the CDK when nothing was begun in AWS', async () => {
    expect((await failing([])).message).toBe('Stage dev was not deployed: the last word')
  })
})

describe('Ctrl-C during the deployment', () => {
  test.each([
    ['UPDATE_IN_PROGRESS', /goes on in AWS; look on: https:.*\n.*cancel-update-stack/],
    ['UPDATE_COMPLETE', /Nothing is being changed in AWS/],
  ])('says what becomes of it, in state %s', async (status, said) => {
    const aws = withStack({ ...standing })
    const does = () => set(aws, { ...standing, status })
    const { stderr, exitCode } = await deploy(aws, aCdk({ deploy: { does, exitCode: 130 } }))
    expect(stderr).toMatch(said)
    expect(exitCode).toBe(130)
  })
})

describe('what agents.yaml should not say, and may', () => {
  test('is shown before the change, and stops nothing', async () => {
    const warned = join(directory, 'warned.yaml')
    const text = readFileSync(file, 'utf8')
    writeFileSync(warned, text.replace('clerk: {}', 'clerk: { dependencies: { database: none } }'))
    const cdk = aCdk({ diff: { says: unchanged } })
    const { stderr, exitCode } = await deploy(withStack(standing), cdk, { file: warned })
    expect(stderr).toMatch(/warned\.yaml:\d+:\d+ warning [\s\S]*Nothing changes/)
    expect(exitCode).toBe(0)
  })
})
