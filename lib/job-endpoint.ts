import type { IMetric } from 'aws-cdk-lib/aws-cloudwatch'

/** Where jobs are reached, whatever it is made of. */
export interface JobEndpoint {
  /** Without a slash at its end. */
  readonly url: string
  readonly requests: IMetric
  /** Answers of 500 and above. */
  readonly serverErrors: IMetric
}
