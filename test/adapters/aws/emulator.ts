import { type FauxqsServer, startFauxqs } from 'fauxqs'
import type { AwsClientOptions } from '../../../src/adapters/aws/client-settings.ts'

/** SQS and S3 of one process, reached as AWS is. */
export interface Emulator {
  readonly server: FauxqsServer
  /** For the clients of the platform. */
  readonly options: AwsClientOptions
}

export async function startEmulator(): Promise<Emulator> {
  const server = await startFauxqs({ port: 0, logger: false })
  return { server, options: localOptions(server.port) }
}

export function localOptions(port: number): AwsClientOptions {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  return { endpoint: `http://127.0.0.1:${port}`, region: 'us-east-1', credentials }
}
