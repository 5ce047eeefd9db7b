import { EventBridgeClient } from '@aws-sdk/client-eventbridge'
import { type AwsClientOptions, clientSettings } from './client-settings.ts'

export function createEventBridgeClient(options: AwsClientOptions = {}): EventBridgeClient {
  return new EventBridgeClient(clientSettings(options))
}
