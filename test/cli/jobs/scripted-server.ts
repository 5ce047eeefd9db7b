import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ScriptedAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** JSON, or text as it is. */
  readonly body?: unknown
}

export interface ScriptedServer extends AsyncDisposable {
  readonly url: string
  readonly requests: readonly string[]
}

/** A real HTTP server. An answer of undefined closes the connection. */
export async function serveScript(
  answer: (request: IncomingMessage, body: string) => ScriptedAnswer | undefined,
): Promise<ScriptedServer> {
  const requests: string[] = []
  const server = createServer(async (request, response) => {
    requests.push(`${request.method} ${request.url}`)
    let text = ''
    for await (const chunk of request.setEncoding('utf8')) text += chunk
    const scripted = answer(request, text)
    if (scripted === undefined) return void request.socket.destroy()
    const { status = 200, headers = {}, body } = scripted
    response.writeHead(status, headers)
    response.end(body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
