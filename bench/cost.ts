import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { loadManifest } from '../src/manifest/load-manifest.ts'
import { clientOf, newTable, startDynamoDb } from '../test/servers/dynamodb.ts'
import { type CountedCall, dollarsOf, totals } from './cost/counted-call.ts'
import { gbSeconds, priceJob } from './cost/priced-job.ts'
import { dollarsPerMillion, prices } from './cost/prices.ts'
import { rounded } from './figures.ts'

/** What a job of five steps (one, three beside each other, one) costs on AWS: each call, and dollars per million jobs. */
export async function benchCost(): Promise<object> {
  const server = await startDynamoDb()
  const client = clientOf(server)
  try {
    const calls = await priceJob(fiveSteps(), { endpoint: server.endpoint, table: await newTable(client) })
    return {
      countedOn: server.name,
      dollarsPerMillionJobs: cents(dollarsOf(totals(calls))),
      perJob: Object.fromEntries(Object.entries(totals(calls)).map(([name, amount]) => [name, rounded(amount)])),
      dollarsByPrice: Object.fromEntries(
        Object.entries(totals(calls)).map(([name, amount]) => [name, cents(dollarsOf({ [name]: amount }))]),
      ),
      shares: shares(calls),
      notCounted,
      assumedGbSeconds: gbSeconds,
      prices,
      calls: calls.map(line),
    }
  } finally {
    client.destroy()
    await server.stop()
  }
}

/** 1 + 3 + 1 steps. Throws when the file is not valid. */
export function fiveSteps() {
  const file = resolve('bench/diamond/agents.yaml')
  const { definition, findings } = loadManifest(readFileSync(file, 'utf8'), { file })
  if (definition === undefined) throw new Error(`${file}: ${findings.map(({ code }) => code).join(', ')}`)
  return definition
}

/**
 * Dollars of the parts of the bill that stand between it and less: what luck with batches saves, and what the design pays
 * for something.
 */
function shares(calls: readonly CountedCall[]): Readonly<Record<string, number>> {
  const writes = (part: string) => {
    const units = calls.reduce((sum, { parts }) => sum + (parts?.[part] ?? 0), 0)
    return cents(dollarsPerMillion('dynamodbWrite', units))
  }
  const attempts = new Set(calls.map(({ phase }) => phase).filter((phase) => phase.startsWith('attempt'))).size
  const polls = calls.filter(({ operation }) => operation.includes('poller'))
  return {
    'receives and deletes of single facts; batches of ten would leave a tenth': cents(dollarsOf(totals(polls))),
    'list index: a job moves in it when its status does': writes('list'),
    'wake index: whoever sweeps finds every open job': writes('wake'),
    'claims: one run of an attempt at a time': cents(dollarsPerMillion('dynamodbWrite', attempts)),
    'duration of warm invocations (assumed)': cents(dollarsOf({ lambdaGbSecond: totals(calls).lambdaGbSecond ?? 0 })),
  }
}

const notCounted = [
  'API Gateway (HTTP API): $1.00 for a million requests, submits and reads alike',
  'a client that reads its job: one API invocation, and a read unit for each 4 KB of job and results',
  'the agents’ own work: memory x duration of each attempt; a heartbeat (one write unit) each tenth of the timeout, 1 to 15 s',
  'logs: $0.50 a GB, about 1 KB an invocation, $6 for a million jobs of 12 invocations',
  'storage: $0.25 a GB-month for the table, about 5 KB a job until it expires',
  'what runs without jobs: the sweeper and idle pollers, less than $1 a month',
]

function line({ phase, operation, billed, parts = {}, reported }: CountedCall): string {
  const amounts = Object.entries(billed).map(([name, amount]) => `${amount} ${name}`)
  const split = Object.entries(parts).map(([part, units]) => `${part} ${units}`)
  const isAsReported = reported === undefined || reported === (billed.dynamodbWrite ?? billed.dynamodbRead)
  return [
    `${phase.padEnd(32)}${operation.padEnd(28)}${amounts.join(', ')}`,
    split.length > 1 ? ` (${split.join(', ')})` : '',
    isAsReported ? '' : `; the server says ${reported}`,
  ].join('')
}

function cents(dollars: number): number {
  return Number(dollars.toFixed(2))
}
