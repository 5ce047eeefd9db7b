import type { AddressInfo } from 'node:net'
import { createAdaptorServer } from '@hono/node-server'
import { Fault } from '../core/fault.ts'

export interface Address {
  readonly host: string
  /** 0: any free one. */
  readonly port: number
}

export interface Listening {
  readonly url: string
  /** Settles when the last answer is sent, or after `waitMs`. */
  close(waitMs?: number): Promise<void>
}

/** Serves the handler over HTTP. Throws the faults `PORT_IN_USE` and `PORT_UNUSABLE`. */
export async function listen(
  handler: (request: Request) => Response | Promise<Response>,
  { host, port }: Address,
): Promise<Listening> {
  const server = createAdaptorServer({ fetch: handler })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => reject(portFault(error, { host, port })))
    server.listen(port, host, resolve)
  })
  const bound = server.address() as AddressInfo
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound.port}`,
    async close(waitMs = 1_000) {
      const closed = new Promise((resolve) => server.close(resolve))
      const cut = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), waitMs)
      if ('closeIdleConnections' in server) server.closeIdleConnections()
      await closed
      clearTimeout(cut)
    },
  }
}

function portFault(error: NodeJS.ErrnoException, { host, port }: Address): Fault {
  if (error.code === 'EADDRINUSE') return new Fault('PORT_IN_USE', { port, host }, { cause: error })
  return new Fault('PORT_UNUSABLE', { port, host, problem: error.code ?? error.message }, { cause: error })
}
