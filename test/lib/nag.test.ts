import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AwsSolutionsChecks, ServerlessChecks } from 'cdk-nag'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { planned, stageKinds } from './planned.ts'
import { aStack } from './synthesized.ts'

/** What two packs of rules may find, where, and why it stays. Each row is met by one of the stages below. */
const acknowledged: readonly (readonly [rule: RegExp, at: RegExp, reason: string])[] = [
  [
    /^AwsSolutions-S1$/,
    /\/Blobs\//,
    'blobs are read by the platform alone; who did what is in the logs of its functions',
  ],
  [
    /^AwsSolutions-IAM5\[Resource::[^*]+\/(inputs|outputs|calls|files)\/([a-z]+\/)?\*\]$/,
    /Role/,
    'blobs by prefix: an object’s name holds the job',
  ],
  [
    /^AwsSolutions-IAM5\[Resource::arn:[^*]+:function:troupe-shop-\w+-(s2-)?agent-\*\]$/,
    /\/Planner\//,
    'every agent of this stage',
  ],
  [
    /^AwsSolutions-IAM5\[Resource::arn:[^*]+:bedrock:\*::foundation-model\/amazon\.nova-micro-v1:0\]$/,
    /\/Agents\//,
    'the regions of an inference profile, by way of that profile alone',
  ],
  [
    /^AwsSolutions-IAM5\[Resource::\*\]$/,
    /Role/,
    'X-Ray knows no resources; who-may-do-what.test.ts holds the actions',
  ],
  [/^Serverless-LambdaStarPermissions$/, /Role/, 'X-Ray, as above'],
  [/^Serverless-LambdaTracing$/, /Function/, 'tracing is paid by the trace: a stage asks for it'],
  [/^Serverless-LambdaDLQ$/, /\/Agents\//, 'an agent’s failed calls go to the planner (on-failure destination)'],
  [/^Serverless-LambdaDLQ$/, /\/(Planner|DeadLetters)\//, 'fed by a queue that keeps what fails'],
  [/^Serverless-LambdaDLQ$/, /\/JobApi\//, 'called synchronously: the client hears of a failure'],
  [/^Serverless-LambdaDLQ$/, /\/Sweeper\//, 'the next minute is the retry'],
  [
    /^Serverless-LambdaEventSourceMappingDestination$/,
    /Facts|DeadLetters/,
    'for streams; SQS redrives by its own policy',
  ],
  [/^Serverless-SQSRedrivePolicy$/, /PlannerQueue\/DeadLetters/, 'it is the dead-letter queue'],
  [
    /^AwsSolutions-SQS3$|^Serverless-SQSRedrivePolicy$/,
    /Events\/Lost/,
    'it is where given-up events go, and nobody takes them from there',
  ],
  [/^Serverless-LambdaDLQ$/, /\/Events\//, 'fed by a stream, with a queue for what it gives up'],
  [/^Serverless-SNSRedrivePolicy$/, /Notice/, 'mail; the alarm stays red in the console'],
  [
    /^AwsSolutions-APIG1$|^AwsSolutions-APIG6$|^Serverless-APIGWAccessLogging$/,
    /\/Rest\//,
    'needs a role of the whole account; the function logs each request',
  ],
  [/^AwsSolutions-APIG2$/, /\/Rest\//, 'the application checks requests, with better words'],
  [/^AwsSolutions-APIG3$/, /\/Rest\//, 'a firewall costs more than the API; who needs one adds it in front'],
  [/^AwsSolutions-APIG4$|^AwsSolutions-COG4$/, /\/Rest\//, 'the file asks for API keys or IAM'],
  [/^Serverless-APIGWXrayEnabled$/, /\/Rest\//, 'as the tracing of Lambdas'],
]

interface Violation {
  readonly rule: string
  readonly at: string
}

let outdir: string
const met = new Map<string, readonly Violation[]>()

beforeAll(() => {
  outdir = mkdtempSync(join(tmpdir(), 'troupe-nag-'))
  for (const [title, text, stage] of stageKinds) met.set(title, violationsOf(text, stage))
})
afterAll(() => rmSync(outdir, { recursive: true }))

function violationsOf(text: string, stage: string): Violation[] {
  const { app } = aStack(planned(text, stage), outdir)
  return [new AwsSolutionsChecks(app), new ServerlessChecks(app)].flatMap((pack) =>
    pack
      .validateScope(app)
      .violations.flatMap(({ ruleName, violatingResources }) =>
        violatingResources.map(({ constructPath = '' }) => ({ rule: ruleName, at: constructPath })),
      ),
  )
}

describe('the rules of AwsSolutions and Serverless', () => {
  it.each(stageKinds)('find nothing in a stage %s but what is acknowledged', (title) => {
    const violations = met.get(title) ?? []
    expect(violations.length).toBeGreaterThan(20)
    expect(
      violations.filter(({ rule, at }) => !acknowledged.some((row) => row[0].test(rule) && row[1].test(at))),
    ).toEqual([])
  })

  it.each(acknowledged)('still meet %s at %s', (rule, at) => {
    expect([...met.values()].flat().some((violation) => rule.test(violation.rule) && at.test(violation.at))).toBe(true)
  })
})
