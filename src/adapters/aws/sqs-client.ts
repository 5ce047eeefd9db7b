import { SQSClient } from '@aws-sdk/client-sqs'
import { type AwsClientOptions, clientSettings } from './client-settings.ts'

export function createSqsClient(options: AwsClientOptions = {}): SQSClient {
  // Otherwise requests go to the queue URL's host, whatever AWS_ENDPOINT_URL says.
  return new SQSClient({ ...clientSettings(options), useQueueUrlAsEndpoint: false })
}
