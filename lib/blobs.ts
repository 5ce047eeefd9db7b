import { PolicyStatement } from 'aws-cdk-lib/aws-iam'
import { BlockPublicAccess, Bucket, BucketEncryption, type LifecycleRule, ObjectOwnership } from 'aws-cdk-lib/aws-s3'
import { Aws, Duration, RemovalPolicy } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import type { DeploymentPlan } from './deployment-plan.ts'

/** A call is read when its attempt starts, and Lambda forgets an event after 6 hours. */
const callDays = 2

/** Inputs, outputs and files that are too large for an item. */
export class Blobs extends Construct {
  readonly bucket: Bucket

  constructor(scope: Construct, id: string, plan: Pick<DeploymentPlan, 'blobs' | 'protected' | 'stage'>) {
    super(scope, id)
    const { bucketPrefix, expireDays } = plan.blobs
    this.bucket = new Bucket(this, 'Bucket', {
      ...(bucketPrefix === undefined ? {} : { bucketName: nameOf(bucketPrefix, plan.stage) }),
      encryption: BucketEncryption.S3_MANAGED,
      blockPublicAccess: BlockPublicAccess.BLOCK_ALL,
      objectOwnership: ObjectOwnership.BUCKET_OWNER_ENFORCED,
      enforceSSL: true,
      lifecycleRules: lifecycle(expireDays),
      removalPolicy: plan.protected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
  }

  /** Prefixes end in `/`. */
  mayRead(...prefixes: readonly string[]): PolicyStatement[] {
    return this.on('s3:GetObject', prefixes)
  }

  mayWrite(...prefixes: readonly string[]): PolicyStatement[] {
    return this.on('s3:PutObject', prefixes)
  }

  /** Without it S3 answers 403 for an object that is missing, as it does for one that is forbidden. */
  mayMiss(): PolicyStatement[] {
    return [new PolicyStatement({ actions: ['s3:ListBucket'], resources: [this.bucket.bucketArn] })]
  }

  private on(action: string, prefixes: readonly string[]): PolicyStatement[] {
    const resources = prefixes.map((prefix) => this.bucket.arnForObjects(`${prefix}*`))
    return resources.length === 0 ? [] : [new PolicyStatement({ actions: [action], resources })]
  }
}

/** Names of buckets are taken world-wide. */
function nameOf(prefix: string, stage: string): string {
  return `${prefix}-${stage}-${Aws.ACCOUNT_ID}-${Aws.REGION}`
}

function lifecycle(expireDays: number | undefined): LifecycleRule[] {
  const calls = { id: 'calls', prefix: 'calls/', expiration: Duration.days(callDays) }
  if (expireDays === undefined) return [calls]
  return [calls, { id: 'retention', expiration: Duration.days(expireDays) }]
}
