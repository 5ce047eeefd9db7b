import { describe, expect, it } from 'vitest'
import { bedrockModelOf } from '../../src/core/bedrock-model.ts'

const own = 'arn:aws:bedrock:us-east-1:123456789012:application-inference-profile/abc123'
const system = 'arn:aws:bedrock:us-east-1:123456789012:inference-profile/us.amazon.nova-micro-v1:0'
const model = 'arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-micro-v1:0'
const custom = 'arn:aws:bedrock:us-east-1:123456789012:provisioned-model/xyz'

describe('the name of a model on Bedrock', () => {
  it.each([
    ['amazon.nova-micro-v1:0', { model: 'amazon.nova-micro-v1:0', isArn: false, isProfile: false, area: undefined }],
    ['eu.amazon.nova-micro-v1:0', { model: 'amazon.nova-micro-v1:0', isArn: false, isProfile: true, area: 'eu' }],
    [
      'global.anthropic.claude-opus-5',
      { model: 'anthropic.claude-opus-5', isArn: false, isProfile: true, area: 'global' },
    ],
    ['zai.glm-4.6', { model: 'zai.glm-4.6', isArn: false, isProfile: false, area: undefined }],
    [model, { model: 'amazon.nova-micro-v1:0', isArn: true, isProfile: false, area: undefined }],
    [system, { model: 'amazon.nova-micro-v1:0', isArn: true, isProfile: true, area: 'us' }],
    [own, { model: undefined, isArn: true, isProfile: true, area: undefined }],
    [custom, { model: undefined, isArn: true, isProfile: false, area: undefined }],
  ])('%s says what it is', (name, parts) => {
    expect(bedrockModelOf(name)).toEqual(parts)
  })
})
