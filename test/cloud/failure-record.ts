import type { InstanceInvocation, InvocationEnd } from './lambda-instance.ts'

/** What Lambda sends to a function's on-failure destination when an asynchronous invocation failed for good. */
export function failureRecord(
  functionName: string,
  { requestId, event }: Pick<InstanceInvocation, 'requestId' | 'event'>,
  { error }: InvocationEnd & { kind: 'failed' },
): object {
  return {
    version: '1.0',
    timestamp: new Date().toISOString(),
    requestContext: {
      requestId,
      functionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}:$LATEST`,
      condition: 'RetriesExhausted',
      approximateInvokeCount: 1,
    },
    requestPayload: event,
    responseContext: { statusCode: 200, executedVersion: '$LATEST', functionError: 'Unhandled' },
    responsePayload: error,
  }
}
