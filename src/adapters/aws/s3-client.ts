import { S3Client } from '@aws-sdk/client-s3'
import { type AwsClientOptions, clientSettings } from './client-settings.ts'

export function createS3Client(options: AwsClientOptions = {}): S3Client {
  const client = new S3Client(clientSettings({ requestTimeoutMs: 10_000, ...options }))
  const { endpointProvider } = client.config
  // Emulators know `host/bucket`, not `bucket.host`. An endpoint set by the environment is known only per request.
  client.config.endpointProvider = (parameters, context) =>
    endpointProvider({ ...parameters, ForcePathStyle: parameters.Endpoint !== undefined }, context)
  return client
}
