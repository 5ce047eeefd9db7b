import { createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text } from 'node:stream/consumers'
import type { AwsClientOptions } from '../../../src/adapters/aws/client-settings.ts'
import { localOptions } from './emulator.ts'

/** What becomes of one request. */
export type Reaction =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly headers?: Record<string, string>
      readonly body?: string
    }
  /** Nothing comes back, and the connection stays. */
  | { readonly kind: 'silence' }
  /** The connection breaks. */
  | { readonly kind: 'drop' }
  /** The server behind carries it out, and the connection breaks before its answer. */
  | { readonly kind: 'applyAndDrop' }
  /** The head and half of the body come, then the connection breaks or falls silent. */
  | { readonly kind: 'half'; readonly then: 'drop' | 'silence' }
  /** The server behind answers. */
  | { readonly kind: 'pass' }

export interface SeenRequest {
  readonly method: string
  readonly path: string
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly body: string
}

/** An AWS endpoint in the test's hands. The reactions are used up one by one, the last one stays. */
export interface ScriptedEndpoint {
  /** For the clients of the platform: one attempt, and 100 ms of patience where the script is silent. */
  readonly options: AwsClientOptions
  readonly seen: readonly SeenRequest[]
  readonly connections: () => number
  close(): Promise<void>
}

/** @param behind port of the server that `pass` and `applyAndDrop` reach */
export async function startEndpoint(reactions: readonly Reaction[], behind?: number): Promise<ScriptedEndpoint> {
  const seen: SeenRequest[] = []
  let connections = 0
  const server = createServer(async (request, response) => {
    const reaction = reactions[Math.min(seen.length, reactions.length - 1)]
    const { method = '', url = '', headers } = request
    // Its place is taken before its body is there: requests come side by side.
    const place = seen.push({ method, path: url, headers, body: '' }) - 1
    const body = await text(request)
    seen[place] = { method, path: url, headers, body }
    if (reaction !== undefined) await react({ reaction, request, response, body, behind })
  })
  server.on('connection', () => connections++)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const options = localOptions((server.address() as AddressInfo).port)
  return {
    options: { ...options, maxAttempts: 1, requestTimeoutMs: reactions.some(isSilent) ? 100 : 10_000 },
    seen,
    connections: () => connections,
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function isSilent(reaction: Reaction): boolean {
  return reaction.kind === 'silence' || (reaction.kind === 'half' && reaction.then === 'silence')
}

interface Exchange {
  readonly reaction: Reaction
  readonly request: IncomingMessage
  readonly response: ServerResponse
  readonly body: string
  readonly behind: number | undefined
}

async function react({ reaction, request, response, body, behind }: Exchange): Promise<void> {
  switch (reaction.kind) {
    case 'silence':
      return
    case 'drop':
      response.destroy()
      return
    case 'answer':
      response.writeHead(reaction.status, reaction.headers).end(reaction.body)
      return
    case 'half':
      response.writeHead(200, { 'content-length': '1000' })
      response.write('x'.repeat(500), () => {
        if (reaction.then === 'drop') response.destroy()
      })
      return
    case 'applyAndDrop':
      await forward(request, body, behind)
      response.destroy()
      return
    case 'pass': {
      const answer = await forward(request, body, behind)
      response.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(response)
    }
  }
}

async function forward(request: IncomingMessage, body: string, port: number | undefined): Promise<IncomingMessage> {
  if (port === undefined) throw new Error('there is no server behind')
  const { method, url, headers } = request
  const { promise, resolve, reject } = Promise.withResolvers<IncomingMessage>()
  httpRequest({ host: '127.0.0.1', port, method, path: url, headers }, resolve).on('error', reject).end(body)
  return await promise
}
