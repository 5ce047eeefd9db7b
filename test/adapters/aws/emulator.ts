import { type FauxqsServer, startFauxqs } from 'fauxqs'
import type { AwsClientOptions } from '../../../src/adapters/aws/client-settings.ts'

/**
 * SQS and S3 of one process (fauxqs 2.4.1), reached as AWS is. Where it differs from AWS:
 * - takes any DelaySeconds, also 901 and -1 (AWS: 0 to 900): the adapter's tests look at what was sent;
 * - refuses characters beyond U+FFFF (AWS takes them);
 * - counts exactly, but a delayed message that is due only once somebody receives (AWS: about, within a minute);
 * - knows no credentials, permissions or throttling, and refuses a single fact of a batch only for its characters or
 *   size: the scripted endpoint plays these;
 * - answers 404 for a missing object to everybody (AWS: 403 to roles that may not list the bucket);
 * - listens on all addresses of the machine.
 */
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
