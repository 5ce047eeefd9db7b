import { describe, expect, test } from 'vitest'
import { destroyStage } from '../../../src/cli/deploy/destroy-stage.ts'
import type { RunOptions } from '../aws/run-double.ts'
import { type AnAws, type AResource, type AStack, anAws } from './an-aws.ts'
import { aShop } from './on-aws.ts'

const { onAws } = aShop()

const resources: readonly AResource[] = [
  { id: 'Table', type: 'AWS::DynamoDB::GlobalTable', name: 'the-table' },
  { id: 'Bucket', type: 'AWS::S3::Bucket', name: 'the-bucket' },
  { id: 'Queue', type: 'AWS::SQS::Queue', name: 'the-queue' },
  { id: 'Shard', type: 'AWS::CloudFormation::Stack', name: 'nested' },
]
const nested: AStack = {
  status: 'CREATE_COMPLETE',
  resources: [{ id: 'Log', type: 'AWS::Logs::LogGroup', name: 'the-log', isKept: true }],
}
const withStack = (stack: Partial<AStack> = {}, name = 'troupe-shop-dev') =>
  anAws({
    stacks: { [name]: { status: 'CREATE_COMPLETE', resources, ...stack }, nested },
    objects: { 'the-bucket': ['a', 'b', 'c'] },
  })

const destroy = (aws: AnAws, options: { stage?: string; confirm?: string } & RunOptions = { confirm: 'dev' }) =>
  onAws(aws, (run) => destroyStage(run, { stage: 'dev', ...options }, 1), options)

describe('a stage whose name was given', () => {
  test('is deleted, its bucket emptied first; what goes and what is kept is named', async () => {
    const aws = withStack()
    const { exitCode, stdout, stderr } = await destroy(aws)
    expect(stderr).toContain('deleted  3 resources, with all that these hold:')
    expect(stderr).toMatch(/AWS::DynamoDB::GlobalTable the-table\n +AWS::S3::Bucket the-bucket\n/)
    expect(stderr).toMatch(/kept {5}1 resource\n +AWS::Logs::LogGroup the-log\n/)
    expect(aws.objects).toEqual({ 'the-bucket': [] })
    expect(aws.asked.lastIndexOf('POST the-bucket')).toBeLessThan(aws.asked.indexOf('DeleteStack'))
    expect(Object.keys(aws.stacks)).toEqual(['nested'])
    expect([stdout, exitCode]).toEqual(['Stage dev is deleted\n', 0])
  })

  test('is one document with --json', async () => {
    const { stdout } = await destroy(withStack(), { confirm: 'dev', json: true })
    expect(JSON.parse(stdout)).toMatchObject({ stage: 'dev', kept: [{ type: 'AWS::Logs::LogGroup', name: 'the-log' }] })
  })

  test('keeps the objects of a bucket that is kept', async () => {
    const kept = resources.map((resource) => ({ ...resource, isKept: true }))
    const aws = withStack({ resources: kept })
    await destroy(aws)
    expect(aws.objects).toEqual({ 'the-bucket': ['a', 'b', 'c'] })
  })
})

describe('nothing is deleted', () => {
  const obstacles: [string, AnAws, { stage?: string; confirm?: string }, object][] = [
    [
      'without its name and a terminal',
      withStack(),
      {},
      { code: 'CLI_INPUT_NEEDED', exitCode: 4, hint: 'Give it: --confirm dev' },
    ],
    [
      'with another name',
      withStack(),
      { confirm: 'prod' },
      { code: 'STAGE_NOT_CONFIRMED', exitCode: 2, message: expect.stringContaining('prod was given') },
    ],
    ['when it is not deployed', anAws(), { confirm: 'dev' }, { code: 'STAGE_NOT_DEPLOYED', exitCode: 3 }],
    [
      'when agents.yaml has no such stage',
      withStack(),
      { stage: 'nope', confirm: 'nope' },
      { code: 'MANIFEST_UNKNOWN_STAGE', exitCode: 3 },
    ],
    [
      'while it is being changed',
      withStack({ status: 'UPDATE_IN_PROGRESS' }),
      { confirm: 'dev' },
      { code: 'DEPLOY_STACK_BUSY', exitCode: 5 },
    ],
    [
      'in another account',
      withStack(),
      { stage: 'foreign', confirm: 'foreign' },
      { code: 'DEPLOY_ACCOUNT', exitCode: 1 },
    ],
    [
      'of a protected stage, which says how to take the protection off',
      withStack({ isProtected: true }, 'troupe-shop-prod'),
      { stage: 'prod', confirm: 'prod' },
      {
        ...{ code: 'STAGE_PROTECTED', exitCode: 5 },
        hint: expect.stringMatching(
          /--no-enable-termination-protection --stack-name troupe-shop-prod --region us-east-2$/,
        ),
        stderr: expect.stringContaining('the-table'),
      },
    ],
  ]
  test.each(obstacles.map(([when, aws, options, shown]) => ({ when, aws, options, shown })))(
    '$when',
    async ({ aws, options, shown }) => {
      expect(await destroy(aws, options)).toMatchObject(shown)
      expect(aws.asked).not.toContain('DeleteStack')
      expect(aws.objects['the-bucket'] ?? ['a', 'b', 'c']).toEqual(['a', 'b', 'c'])
    },
  )
})

describe('a deletion', () => {
  test('that fails ends with what could not be deleted', async () => {
    const events = [
      { id: 'Table', type: 'AWS::DynamoDB::GlobalTable', status: 'DELETE_FAILED', reason: 'it is protected' },
    ]
    const { code, message, hint } = await destroy(withStack({ afterDeletion: { status: 'DELETE_FAILED', events } }))
    expect([code, message]).toEqual([
      'STAGE_DELETION_FAILED',
      'Stage dev was not deleted: AWS::DynamoDB::GlobalTable Table: it is protected',
    ])
    expect(hint).toContain('troupe destroy --stage dev')
  })

  test('goes on in AWS after Ctrl-C, and that is said', async () => {
    const afterDeletion = {
      status: 'DELETE_IN_PROGRESS',
      events: [{ id: 'Queue', type: 'AWS::SQS::Queue', status: 'DELETE_COMPLETE' }],
    }
    const signal = AbortSignal.abort()
    const { exitCode, stderr } = await destroy(withStack({ afterDeletion }), { confirm: 'dev', signal })
    expect(stderr).toContain('deleted  AWS::SQS::Queue  Queue\n')
    expect(stderr).toMatch(/The deletion goes on in AWS; look on: https:/)
    expect(exitCode).toBe(130)
  })
})
