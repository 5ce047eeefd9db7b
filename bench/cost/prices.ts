/** A price of us-east-1 in US dollars, on demand, first tier, without the free tier. */
export interface Price {
  readonly dollars: number
  readonly per: number
  readonly unit: string
  readonly source: string
  /** When it was last compared with its source. */
  readonly seenOn: string
}

/** AWS fills in the tables of its pages by script; what was compared are recent pages that repeat them. */
const seenOn = '2026-11-21'

export const prices = {
  dynamodbWrite: {
    dollars: 0.625,
    per: 1e6,
    unit: 'write request unit (1 KB, standard table class)',
    source: 'Amazon DynamoDB pricing, on-demand capacity',
    seenOn,
  },
  dynamodbRead: {
    dollars: 0.125,
    per: 1e6,
    unit: 'read request unit (4 KB, strongly consistent)',
    source: 'Amazon DynamoDB pricing, on-demand capacity',
    seenOn,
  },
  sqsRequest: {
    dollars: 0.4,
    per: 1e6,
    unit: 'request to a standard queue (64 KB)',
    source: 'Amazon SQS pricing',
    seenOn,
  },
  lambdaRequest: {
    dollars: 0.2,
    per: 1e6,
    unit: 'invocation (an asynchronous event of up to 256 KB)',
    source: 'AWS Lambda pricing',
    seenOn,
  },
  lambdaGbSecond: { dollars: 0.0000133334, per: 1, unit: 'GB-second on arm64', source: 'AWS Lambda pricing', seenOn },
  s3Put: { dollars: 0.005, per: 1e3, unit: 'PUT request, S3 Standard', source: 'Amazon S3 pricing', seenOn },
  s3Get: { dollars: 0.0004, per: 1e3, unit: 'GET request, S3 Standard', source: 'Amazon S3 pricing', seenOn },
} as const satisfies Record<string, Price>

export type PriceName = keyof typeof prices

/** Dollars for a million jobs that need `amount` each. */
export function dollarsPerMillion(name: PriceName, amount: number): number {
  const { dollars, per } = prices[name]
  return (amount * 1e6 * dollars) / per
}
