import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { Aws } from 'aws-cdk-lib/core'
import { bedrockModelOf } from '../src/core/bedrock-model.ts'
import type { GuardrailRight, ModelRight } from './agent-plan.ts'

/**
 * What it takes to ask these models and no others, streaming or not, and to put guardrails before them.
 *
 * A profile sends a request on to regions that AWS chooses and changes: models of any region are allowed then, by way of this
 * profile alone. (https://docs.aws.amazon.com/bedrock/latest/userguide/inference-profiles-prereq.html)
 */
export function modelRights(models: readonly ModelRight[], guardrails: readonly GuardrailRight[]): PolicyStatement[] {
  const direct = models.map(arnOf)
  const behind = models.filter(({ name }) => bedrockModelOf(name).isProfile).map(behindProfile)
  const own = direct.length === 0 ? [] : [new PolicyStatement({ actions: invoke, resources: [...new Set(direct)] })]
  return [...own, ...behind, ...guardrailStatements(guardrails)]
}

/** Converse and ConverseStream ask for these. */
const invoke = ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream']

function arnOf({ name, region = Aws.REGION }: ModelRight): string {
  const { isArn, isProfile } = bedrockModelOf(name)
  if (isArn) return name
  return isProfile
    ? `arn:${Aws.PARTITION}:bedrock:${region}:${Aws.ACCOUNT_ID}:inference-profile/${name}`
    : `arn:${Aws.PARTITION}:bedrock:${region}::foundation-model/${name}`
}

function behindProfile(right: ModelRight): PolicyStatement {
  const { model = '*' } = bedrockModelOf(right.name)
  return new PolicyStatement({
    actions: invoke,
    resources: [`arn:${Aws.PARTITION}:bedrock:*::foundation-model/${model}`],
    conditions: { StringEquals: { 'bedrock:InferenceProfileArn': arnOf(right) } },
  })
}

function guardrailStatements(guardrails: readonly GuardrailRight[]): PolicyStatement[] {
  if (guardrails.length === 0) return []
  const resources = guardrails.map(({ id, region = Aws.REGION }) =>
    id.startsWith('arn:') ? id : `arn:${Aws.PARTITION}:bedrock:${region}:${Aws.ACCOUNT_ID}:guardrail/${id}`,
  )
  return [new PolicyStatement({ actions: ['bedrock:ApplyGuardrail'], resources })]
}
