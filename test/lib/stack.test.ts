import { describe, expect, it } from 'vitest'
import { createTableInput } from '../../src/adapters/aws/table-schema.ts'
import { textOf } from './iam-policy.ts'
import { shop } from './planned.ts'
import { ofType, type StackTemplate, synthesized, theOne } from './synthesized.ts'

const dev = synthesized(shop, 'dev')
const prod = synthesized(shop, 'prod')

type Properties = Record<string, unknown>

describe('queues', () => {
  it('keep messages for 14 days, encrypted, and are spoken to over TLS alone', () => {
    const queues = ofType(dev.template, 'AWS::SQS::Queue')
    expect(queues).toHaveLength(2)
    for (const [, { Properties }] of queues) {
      expect(Properties).toMatchObject({ MessageRetentionPeriod: 1_209_600, SqsManagedSseEnabled: true })
      expect(Properties).not.toHaveProperty('QueueName')
    }
    for (const [, { Properties }] of ofType(dev.template, 'AWS::SQS::QueuePolicy')) {
      expect(JSON.stringify(Properties.PolicyDocument)).toContain('"aws:SecureTransport":"false"')
    }
  })
})

describe('the job table', () => {
  it('has the keys and indexes that its adapter asks for', () => {
    const table = theOne(dev.template, 'AWS::DynamoDB::GlobalTable')
    const wanted = createTableInput('any')
    expect(table.KeySchema).toEqual(wanted.KeySchema)
    expect(table.GlobalSecondaryIndexes).toEqual(wanted.GlobalSecondaryIndexes)
    const sorted = (list: unknown) =>
      (list as { AttributeName: string }[]).toSorted((a, b) => (a.AttributeName < b.AttributeName ? -1 : 1))
    expect(sorted(table.AttributeDefinitions)).toEqual(sorted(wanted.AttributeDefinitions))
    expect(table.TimeToLiveSpecification).toEqual({ AttributeName: 'x', Enabled: true })
  })

  it('is paid by request, and can be restored to any second', () => {
    const table = theOne(dev.template, 'AWS::DynamoDB::GlobalTable')
    expect(table.BillingMode).toBe('PAY_PER_REQUEST')
    expect(table.Replicas).toMatchObject([{ PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true } }])
    expect(table).not.toHaveProperty('TableName')
  })
})

describe('the bucket', () => {
  it('is closed to the public, encrypted, and spoken to over TLS alone', () => {
    const bucket = theOne(dev.template, 'AWS::S3::Bucket')
    expect(bucket.PublicAccessBlockConfiguration).toEqual({
      BlockPublicAcls: true,
      BlockPublicPolicy: true,
      IgnorePublicAcls: true,
      RestrictPublicBuckets: true,
    })
    expect(JSON.stringify(bucket.BucketEncryption)).toContain('AES256')
    expect(bucket).not.toHaveProperty('BucketName')
    expect(JSON.stringify(theOne(dev.template, 'AWS::S3::BucketPolicy'))).toContain('"aws:SecureTransport":"false"')
  })

  it('forgets calls soon, and everything else only when a retention is set', () => {
    const rules = (template: StackTemplate) =>
      (theOne(template, 'AWS::S3::Bucket').LifecycleConfiguration as { Rules: unknown[] }).Rules
    expect(rules(dev.template)).toEqual([{ Id: 'calls', Prefix: 'calls/', ExpirationInDays: 2, Status: 'Enabled' }])
    expect(rules(prod.template)).toHaveLength(2)
    expect(rules(prod.template)[1]).toMatchObject({ Id: 'retention', ExpirationInDays: 455 })
  })

  it('has the name that the file asks for, with what makes it unique', () => {
    const text = `${shop}infrastructure: { storage: { provider: s3, config: { bucket_prefix: shop-files } } }\n`
    const { template } = synthesized(text, 'prod')
    expect(textOf(theOne(template, 'AWS::S3::Bucket').BucketName)).toBe(
      'shop-files-prod-ref:AWS::AccountId-ref:AWS::Region',
    )
  })
})

describe('a protected stage', () => {
  const kept = ['AWS::DynamoDB::GlobalTable', 'AWS::S3::Bucket', 'AWS::Logs::LogGroup']
  const policies = (template: StackTemplate) =>
    new Set(kept.flatMap((type) => ofType(template, type).map(([, { DeletionPolicy }]) => DeletionPolicy)))

  it('leaves table, bucket and logs behind; another one leaves nothing', () => {
    expect([...policies(prod.template)]).toEqual(['Retain'])
    expect([...policies(dev.template)]).toEqual(['Delete'])
  })

  it('cannot be deleted by accident', () => {
    const deletion = (template: StackTemplate) =>
      (theOne(template, 'AWS::DynamoDB::GlobalTable').Replicas as Properties[])[0]?.DeletionProtectionEnabled
    expect([prod.terminationProtection, dev.terminationProtection]).toEqual([true, false])
    expect([deletion(prod.template), deletion(dev.template)]).toEqual([true, false])
  })

  it('gives no physical name to what stays: the stage can be deployed again', () => {
    for (const type of kept) {
      for (const [, { Properties }] of ofType(prod.template, type)) {
        expect(Object.keys(Properties).filter((key) => /^(Table|Bucket|LogGroup)Name$/.test(key))).toEqual([])
      }
    }
  })

  it('keeps its logs as long as it says', () => {
    const days = (template: StackTemplate) =>
      new Set(ofType(template, 'AWS::Logs::LogGroup').map(([, { Properties }]) => Properties.RetentionInDays))
    expect([...days(prod.template)]).toEqual([90])
    expect([...days(dev.template)]).toEqual([7])
  })
})

describe('the stack', () => {
  it('tells where jobs are submitted and what it made', () => {
    const outputs = dev.template.Outputs ?? {}
    const logs = ['ApiLog', 'DeadLettersLog', 'PlannerLog', 'SweeperLog']
    const queues = ['DeadLettersUrl', 'PlannerQueueUrl']
    const others = ['AgentPrefix', 'ApiUrl', 'Bucket', 'Dashboard', 'Region', 'Table']
    expect(Object.keys(outputs).sort()).toEqual([...logs, ...queues, ...others].sort())
    expect(logs.map((id) => textOf(outputs[id]?.Value).replace(/Log\w+$/, ''))).toEqual([
      'ref:JobApi',
      'ref:DeadLetters',
      'ref:Planner',
      'ref:Sweeper',
    ])
  })

  it('needs no condition and no custom resource', () => {
    const { Resources, Outputs: _, ...rest } = dev.template
    expect(Object.keys(rest).filter((key) => !/^(Description|Parameters|Rules)$/.test(key))).toEqual([])
    expect(Object.values(Resources).filter(({ Type }) => /^Custom::|CustomResource/.test(Type))).toEqual([])
  })
})
