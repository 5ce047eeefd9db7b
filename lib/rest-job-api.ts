import {
  ApiKey,
  AuthorizationType,
  EndpointType,
  LambdaIntegration,
  type MethodOptions,
  Period,
  RestApi,
  type Stage,
  UsagePlan,
} from 'aws-cdk-lib/aws-apigateway'
import type { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import type { Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Aws } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import type { ApiKeyAuth, ApiSettings } from '../src/manifest/deployment-settings.ts'
import type { DeploymentPlan } from './deployment-plan.ts'
import type { JobEndpoint } from './job-endpoint.ts'

type RestSettings = Extract<ApiSettings, { kind: 'rest' }>

export interface RestJobApiProps {
  readonly plan: DeploymentPlan
  readonly settings: RestSettings
  readonly lambda: LambdaFunction
}

/**
 * An API Gateway REST API: dearer, and the one that knows API keys. It writes no access log: that would need a role that
 * belongs to the account as a whole, not to this stage.
 */
export class RestJobApi extends Construct implements JobEndpoint {
  readonly url: string
  readonly requests: Metric
  readonly serverErrors: Metric

  constructor(scope: Construct, id: string, { plan, settings, lambda }: RestJobApiProps) {
    super(scope, id)
    const { rate, burst } = settings.throttle
    const api = new RestApi(this, 'Api', {
      restApiName: plan.stackName,
      description: plan.api.description,
      endpointTypes: [EndpointType.REGIONAL],
      cloudWatchRole: false,
      deployOptions: {
        stageName: plan.stage,
        throttlingRateLimit: rate,
        throttlingBurstLimit: burst,
        tracingEnabled: plan.tracing,
      },
      defaultMethodOptions: methodOf(settings.auth),
      defaultIntegration: new LambdaIntegration(lambda, { allowTestInvoke: false }),
    })
    api.root.addMethod('ANY')
    api.root.addProxy()
    if (settings.auth.kind === 'api-key') this.addClients(plan, settings.auth, api.deploymentStage)
    this.url = `https://${api.restApiId}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${plan.stage}`
    this.requests = api.metricCount({ statistic: 'Sum' })
    this.serverErrors = api.metricServerError({ statistic: 'Sum' })
  }

  private addClients({ stackName }: DeploymentPlan, { clients, limits }: ApiKeyAuth, stage: Stage): void {
    const { rate, burst, perDay } = limits
    const throttle = {
      ...(rate === undefined ? {} : { rateLimit: rate }),
      ...(burst === undefined ? {} : { burstLimit: burst }),
    }
    const plan = new UsagePlan(this, 'Clients', {
      description: `Limits of each client of ${stackName}`,
      apiStages: [{ stage }],
      ...(rate === undefined && burst === undefined ? {} : { throttle }),
      ...(perDay === undefined ? {} : { quota: { limit: perDay, period: Period.DAY } }),
    })
    for (const client of clients) {
      const key = new ApiKey(this, `Key-${client}`, { description: `Client ${client} of ${stackName}` })
      plan.addApiKey(key)
    }
  }
}

function methodOf(auth: RestSettings['auth']): MethodOptions {
  if (auth.kind === 'iam') return { authorizationType: AuthorizationType.IAM }
  return { authorizationType: AuthorizationType.NONE, apiKeyRequired: true }
}
