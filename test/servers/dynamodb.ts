import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb'
import dynalite from 'dynalite'
import { clientSettings } from '../../src/adapters/aws/client-settings.ts'
import { createTableInput } from '../../src/adapters/aws/table-schema.ts'
import { processEnvironment } from '../../src/env.ts'
import { freePort } from './free-port.ts'

/** A DynamoDB of the tests' own, in memory, on 127.0.0.1. */
export interface DynamoDbServer {
  /** Which one it is, and why: for the titles of tests. */
  readonly name: string
  /** Whether it counts units as DynamoDB does; dynalite rounds and leaves the indexes out. */
  readonly countsUnits: boolean
  readonly endpoint: string
  stop(): Promise<void>
}

/**
 * Amazon's own DynamoDB Local where Java is there, otherwise dynalite. `TROUPE_TEST_DYNAMODB=dynalite` chooses dynalite.
 * Takes some seconds with Java: one server serves all tests of a file, each with a table of its own.
 * @param light dynalite, for tests that are about something else: a third less processor time
 */
export async function startDynamoDb({ light = false } = {}): Promise<DynamoDbServer> {
  if (light) return await startDynalite('as it starts at once')
  if (processEnvironment().TROUPE_TEST_DYNAMODB === 'dynalite') return await startDynalite('as asked for')
  const hasJava = spawnSync('java', ['-version']).status === 0
  return hasJava ? await startDynamoDbLocal() : await startDynalite('as there is no Java')
}

const localServer = fileURLToPath(new URL('dynamodb-local-process.ts', import.meta.url))

async function startDynamoDbLocal(): Promise<DynamoDbServer> {
  const port = await freePort()
  const child = spawn(process.execPath, [localServer, String(port)], { stdio: ['pipe', 'ignore', 'ignore'] })
  const endpoint = `http://127.0.0.1:${port}`
  await answered(endpoint, child)
  return {
    name: 'DynamoDB Local',
    countsUnits: true,
    endpoint,
    async stop() {
      const gone = once(child, 'exit')
      child.stdin.end()
      await gone
    },
  }
}

/** It answers 400 to a request that is not one, as soon as it answers at all. */
async function answered(endpoint: string, child: ChildProcess): Promise<void> {
  for (;;) {
    if (child.exitCode !== null) throw new Error(`DynamoDB Local ended with exit code ${child.exitCode}`)
    try {
      await fetch(endpoint)
      return
    } catch {
      await sleep(25)
    }
  }
}

async function startDynalite(why: string): Promise<DynamoDbServer> {
  const server = dynalite({ createTableMs: 0, deleteTableMs: 0, updateTableMs: 0 })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    name: `dynalite, ${why}`,
    countsUnits: false,
    endpoint: `http://127.0.0.1:${port}`,
    async stop() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** A client as the product makes it, but patient: with a loaded machine, and with many requests that wait for a socket. */
export function clientOf({ endpoint }: DynamoDbServer): DynamoDBClient {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
  const settings = clientSettings({ endpoint, region: 'us-east-1', credentials })
  const requestHandler = { ...settings.requestHandler, connectionTimeout: 60_000, requestTimeout: 60_000 }
  return new DynamoDBClient({ ...settings, requestHandler })
}

let tables = 0

/** The name of a new, empty table; it goes with its server. */
export async function newTable(client: DynamoDBClient): Promise<string> {
  const table = `jobs-${++tables}`
  await client.send(new CreateTableCommand(createTableInput(table))).catch((error: Error) => {
    // Sent again by the SDK, after an answer that came too late: nobody else takes this name.
    if (error.name !== 'ResourceInUseException') throw error
  })
  return table
}
