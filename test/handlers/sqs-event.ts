import type { SQSEvent, SQSRecord } from 'aws-lambda'

/** A batch as SQS hands it to a Lambda: a body that is no text is sent as JSON. Message ids are `m1`, `m2`, … */
export function sqsEvent(...bodies: readonly unknown[]): SQSEvent {
  return { Records: bodies.map((body, index) => sqsRecord(`m${index + 1}`, body)) }
}

export function sqsRecord(messageId: string, body: unknown, receives = 1): SQSRecord {
  return {
    messageId,
    receiptHandle: `receipt-${messageId}`,
    body: typeof body === 'string' ? body : JSON.stringify(body),
    attributes: {
      ApproximateReceiveCount: String(receives),
      SentTimestamp: '1700000000000',
      SenderId: 'AIDAEXAMPLE',
      ApproximateFirstReceiveTimestamp: '1700000000000',
    },
    messageAttributes: {},
    md5OfBody: '',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:us-east-1:000000000000:facts',
    awsRegion: 'us-east-1',
  }
}

/** What Lambda sends to the planner's queue when a process died under this call. */
export function failureOf(call: object, condition = 'RetriesExhausted'): object {
  return {
    version: '1.0',
    timestamp: '2026-11-21T00:00:00.000Z',
    requestContext: {
      requestId: 'request1',
      functionArn: 'arn:aws:lambda:us-east-1:000000000000:function:agent:$LATEST',
      condition,
      approximateInvokeCount: 1,
    },
    requestPayload: call,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: {
      errorType: 'Runtime.ExitError',
      errorMessage: 'RequestId: request1 Error: Runtime exited with error: exit status 3',
    },
  }
}
