import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway'
import { HttpApi, HttpStage, type IHttpRouteAuthorizer, LogGroupLogDestination } from 'aws-cdk-lib/aws-apigatewayv2'
import { HttpIamAuthorizer, HttpJwtAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers'
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations'
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { LogGroup } from 'aws-cdk-lib/aws-logs'
import { RemovalPolicy } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import type { ApiSettings } from '../src/manifest/deployment-settings.ts'
import type { DeploymentPlan } from './deployment-plan.ts'
import type { JobEndpoint } from './job-endpoint.ts'
import { logRetention } from './log-retention.ts'

type HttpSettings = Extract<ApiSettings, { kind: 'http' }>

export interface HttpJobApiProps {
  readonly plan: DeploymentPlan
  readonly settings: HttpSettings
  readonly lambda: LambdaFunction
}

/** An API Gateway HTTP API with one route for everything: which routes exist is the application's matter. */
export class HttpJobApi extends Construct implements JobEndpoint {
  readonly url: string
  readonly requests: Metric
  readonly serverErrors: Metric

  constructor(scope: Construct, id: string, { plan, settings, lambda }: HttpJobApiProps) {
    super(scope, id)
    const api = new HttpApi(this, 'Api', {
      apiName: plan.stackName,
      description: plan.api.description,
      createDefaultStage: false,
      defaultAuthorizer: authorizerOf(settings.auth),
      defaultIntegration: new HttpLambdaIntegration('Function', lambda),
    })
    const { rate, burst } = settings.throttle
    new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: rate, burstLimit: burst },
      accessLogSettings: { destination: new LogGroupLogDestination(this.accessLog(plan)), format: accessLogFormat },
    })
    this.url = api.apiEndpoint
    this.requests = api.metricCount({ statistic: 'Sum' })
    this.serverErrors = api.metricServerError({ statistic: 'Sum' })
  }

  private accessLog(plan: DeploymentPlan): LogGroup {
    return new LogGroup(this, 'AccessLog', {
      retention: logRetention(plan.logRetentionDays),
      removalPolicy: plan.protected ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY,
    })
  }
}

function authorizerOf(auth: HttpSettings['auth']): IHttpRouteAuthorizer {
  if (auth.kind === 'iam') return new HttpIamAuthorizer()
  return new HttpJwtAuthorizer('Jwt', auth.issuer, { jwtAudience: [...auth.audience] })
}

/** Who, what, how long. Neither bodies nor headers. */
const accessLogFormat = AccessLogFormat.custom(
  JSON.stringify({
    requestId: '$context.requestId',
    at: '$context.requestTime',
    ip: '$context.identity.sourceIp',
    caller: '$context.identity.userArn',
    method: '$context.httpMethod',
    path: '$context.path',
    status: '$context.status',
    bytes: '$context.responseLength',
    latencyMs: '$context.responseLatency',
    error: '$context.error.message',
  }),
)
