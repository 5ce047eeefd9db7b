import type { Metric } from 'aws-cdk-lib/aws-cloudwatch'
import { FunctionUrlAuthType, type Function as LambdaFunction } from 'aws-cdk-lib/aws-lambda'
import { Fn } from 'aws-cdk-lib/core'
import { Construct } from 'constructs'
import type { JobEndpoint } from './job-endpoint.ts'

/** The function's own address: IAM, no throttle, no price. */
export class FunctionUrl extends Construct implements JobEndpoint {
  readonly url: string
  readonly requests: Metric
  readonly serverErrors: Metric

  constructor(scope: Construct, id: string, lambda: LambdaFunction) {
    super(scope, id)
    const { url } = lambda.addFunctionUrl({ authType: FunctionUrlAuthType.AWS_IAM })
    // https://<id>.lambda-url.<region>.on.aws/
    this.url = `https://${Fn.select(2, Fn.split('/', url))}`
    this.requests = lambda.metric('UrlRequestCount', { statistic: 'Sum' })
    this.serverErrors = lambda.metric('Url5xxCount', { statistic: 'Sum' })
  }
}
