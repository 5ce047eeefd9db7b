import { DynamoDBClient } from '@aws-sdk/client-dynamodb'
import { type AwsClientOptions, clientSettings } from './client-settings.ts'

export function createDynamoClient(options: AwsClientOptions = {}): DynamoDBClient {
  return new DynamoDBClient(clientSettings(options))
}
