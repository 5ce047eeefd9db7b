/**
 * A Lambda service for tests: runs the bundles that would be deployed, each in processes of its own.
 *
 * L1 It speaks Lambda's Invoke API on a port of 127.0.0.1: `Event` is answered with 202 before anything ran.
 * L2 An event is delivered at least once; with `doubles` some are delivered twice.
 * L3 An asynchronous invocation is not retried; its failure goes to the on-failure destination in Lambda's own format.
 * L4 A process that takes too long is killed. Only processes that were started here are ever killed, and all of them
 *    are gone when it is closed.
 *
 * It has no permissions, no versions and no throttling: beyond `maxInstances` an invocation waits.
 */
import { randomUUID } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { failureRecord } from './failure-record.ts'
import type { Death } from './instance-messages.ts'
import { type DeployedFunction, LambdaFunction } from './lambda-function.ts'
import type { InvocationEnd } from './lambda-instance.ts'

export interface LambdaServiceOptions {
  /** Takes the records of asynchronous invocations that failed. */
  onFailure(record: object): Promise<void>
  /** Where an invocation is to die. Default: nowhere. */
  deathOf?(functionName: string, event: unknown): Death | undefined
  /** Whether an asynchronous event is delivered twice. Default: never. */
  doubles?(functionName: string): boolean
}

/** Lambda's limit for an asynchronous event, in bytes. */
const maxEventBytes = 262_144

export class LambdaService {
  readonly #options: LambdaServiceOptions
  readonly #functions = new Map<string, LambdaFunction>()
  readonly #running = new Set<Promise<unknown>>()
  readonly #server: Server
  readonly #compileCache = mkdtempSync(join(tmpdir(), 'troupe-compiled-'))
  #clockAheadMs = 0
  #isClosed = false

  constructor(options: LambdaServiceOptions) {
    this.#options = options
    this.#server = createServer((request, response) => void this.#serve(request, response))
  }

  /** Starts listening on a free port. */
  async listen(): Promise<void> {
    await new Promise<void>((listening) => this.#server.listen(0, '127.0.0.1', listening))
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`
  }

  deploy(function_: Omit<DeployedFunction, 'compileCache'>): void {
    const { deathOf = () => undefined } = this.#options
    const settings = { ...function_, compileCache: this.#compileCache }
    this.#functions.set(
      settings.name,
      new LambdaFunction(settings, { clockAheadMs: () => this.#clockAheadMs, deathOf }),
    )
  }

  /** From now on every handler's clock shows so much more. */
  timePasses(ms: number): void {
    this.#clockAheadMs += ms
  }

  /** Throws for a name that is not deployed. */
  functionOf(name: string): LambdaFunction {
    const found = this.#functions.get(name)
    if (found === undefined) throw new Error(`no function ${name}: ${[...this.#functions.keys()].join(', ')}`)
    return found
  }

  /** What all functions printed, each under its name. */
  output(): string {
    return [...this.#functions.values()].map(({ settings, output }) => `--- ${settings.name}\n${output}`).join('\n')
  }

  /** As `RequestResponse`. */
  async invoke(name: string, event: unknown): Promise<InvocationEnd> {
    return await this.functionOf(name).invoke(event)
  }

  /** As `Event`: returns at once. */
  invokeLater(name: string, event: unknown): void {
    const requestId = randomUUID()
    const deliveries = this.#options.doubles?.(name) === true ? 2 : 1
    for (let delivery = 0; delivery < deliveries; delivery++) this.#inBackground(this.#deliver(name, event, requestId))
  }

  async close(): Promise<void> {
    this.#isClosed = true
    await Promise.all([...this.#functions.values()].map((each) => each.close()))
    await Promise.allSettled(this.#running)
    this.#server.closeAllConnections()
    await new Promise((closed) => this.#server.close(closed))
    rmSync(this.#compileCache, { recursive: true, force: true })
  }

  async #deliver(name: string, event: unknown, requestId: string): Promise<void> {
    const end = await this.functionOf(name).invoke(event, requestId)
    if (end.kind === 'returned' || this.#isClosed) return
    await this.#options.onFailure(failureRecord(name, { requestId, event }, end))
  }

  #inBackground(work: Promise<void>): void {
    const settled = work.catch((error) => {
      if (!this.#isClosed) throw error
    })
    this.#running.add(settled)
    void settled.finally(() => this.#running.delete(settled))
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const name = /^\/2015-03-31\/functions\/([^/]+)\/invocations/.exec(request.url ?? '')?.[1]
    const body = await bodyOf(request)
    if (request.method !== 'POST' || name === undefined) return refuse(response, 404, 'UnknownOperationException')
    const known = this.#functions.get(decodeURIComponent(name))
    if (known === undefined) return refuse(response, 404, 'ResourceNotFoundException')
    const isLater = request.headers['x-amz-invocation-type'] === 'Event'
    if (isLater && body.length > maxEventBytes) return refuse(response, 413, 'RequestTooLargeException')
    const event: unknown = JSON.parse(body.toString('utf8'))
    if (!isLater) return answer(response, await known.invoke(event))
    this.invokeLater(known.settings.name, event)
    response.writeHead(202, { 'x-amzn-requestid': randomUUID() }).end()
  }
}

async function bodyOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks)
}

function refuse(response: ServerResponse, status: number, type: string): void {
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type })
  response.end(JSON.stringify({ Type: 'User', Message: type }))
}

function answer(response: ServerResponse, end: InvocationEnd): void {
  const failed = end.kind === 'failed' ? { 'x-amz-function-error': 'Unhandled' } : {}
  response.writeHead(200, { 'content-type': 'application/json', ...failed })
  response.end(JSON.stringify(end.kind === 'failed' ? end.error : (end.value ?? null)))
}
