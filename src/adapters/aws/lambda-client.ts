import { LambdaClient } from '@aws-sdk/client-lambda'
import { type AwsClientOptions, clientSettings } from './client-settings.ts'

export function createLambdaClient(options: AwsClientOptions = {}): LambdaClient {
  return new LambdaClient(clientSettings(options))
}
