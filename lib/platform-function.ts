import { PolicyDocument, PolicyStatement, Role, ServicePrincipal } from 'aws-cdk-lib/aws-iam'
import {
  Architecture,
  type Code,
  Function as LambdaFunction,
  type LayerVersion,
  LoggingFormat,
  RecursiveLoop,
  Runtime,
  Tracing,
} from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { Duration, RemovalPolicy } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import type { DeploymentPlan } from './deployment-plan.ts'
import type { FunctionPlan } from './function-plan.ts'
import { logRetention } from './log-retention.ts'

export interface PlatformFunctionProps {
  readonly plan: Pick<DeploymentPlan, 'protected' | 'tracing' | 'logRetentionDays'>
  readonly size: FunctionPlan
  readonly code: Code
  /** Names of what the stack made. */
  readonly environment: Readonly<Record<string, string>>
  /** All that its role may do, besides writing its own log and its traces. */
  readonly rights: readonly PolicyStatement[]
  /** Absent: AWS chooses. */
  readonly functionName?: string
  readonly concurrency?: number
  /** A job goes back and forth between planner and agents for as long as it lasts; the steps of a job are bounded. */
  readonly inLoop?: boolean
  readonly layers?: readonly LayerVersion[]
}

/**
 * A Lambda with a role and a log of its own: three resources. The role's rights are all written here and frozen, so that
 * nothing the CDK grants behind our back widens them.
 */
export class PlatformFunction extends Construct {
  readonly lambda: LambdaFunction
  readonly log: LogGroup

  constructor(scope: Construct, id: string, props: PlatformFunctionProps) {
    super(scope, id)
    const { plan, size, code, functionName, concurrency, inLoop = false, layers = [] } = props
    this.log = new LogGroup(this, 'Log', {
      retention: logRetention(plan.logRetentionDays),
      removalPolicy: plan.protected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
    const statements = [...props.rights, writesLog(this.log), ...(plan.tracing ? [writesTraces()] : [])]
    const role = new Role(this, 'Role', {
      assumedBy: new ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Rights: new PolicyDocument({ statements }) },
    })
    this.lambda = new LambdaFunction(this, 'Function', {
      ...(functionName === undefined ? {} : { functionName }),
      ...(concurrency === undefined ? {} : { reservedConcurrentExecutions: concurrency }),
      description: size.description,
      // Pinned: NODEJS_LATEST moves with the CDK.
      runtime: Runtime.NODEJS_24_X,
      architecture: Architecture.ARM_64,
      handler: 'index.handler',
      code,
      layers: [...layers],
      timeout: Duration.seconds(size.timeoutSeconds),
      memorySize: size.memoryMb,
      environment: { ...size.environment, ...props.environment },
      role: role.withoutPolicyUpdates(),
      logGroup: this.log,
      loggingFormat: LoggingFormat.JSON,
      tracing: plan.tracing ? Tracing.ACTIVE : Tracing.DISABLED,
      // Otherwise Lambda stops a job after about 16 rounds.
      ...(inLoop ? { recursiveLoop: RecursiveLoop.ALLOW } : {}),
    })
  }
}

function writesLog({ logGroupArn }: LogGroup): PolicyStatement {
  return new PolicyStatement({ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logGroupArn] })
}

/** X-Ray knows no resources for them. */
function writesTraces(): PolicyStatement {
  return new PolicyStatement({ actions: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], resources: ['*'] })
}
