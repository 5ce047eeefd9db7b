import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HttpAnswer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  /** Sent as server-sent events when it is a list: `{ event?, data }`. */
  readonly body: unknown
}

/** A server that gives one answer after another, and what it was sent. */
export async function startHttpAnswers(answers: readonly HttpAnswer[]) {
  const requests: { path: string; headers: object; body: Record<string, unknown> }[] = []
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const chunk of request) text += chunk
    requests.push({ path: request.url ?? '', headers: request.headers, body: JSON.parse(text) })
    const { status = 200, headers = {}, body } = answers[requests.length - 1] ?? { status: 500, body: {} }
    const isStream = Array.isArray(body)
    response.writeHead(status, { 'content-type': isStream ? 'text/event-stream' : 'application/json', ...headers })
    response.end(isStream ? body.map(eventText).join('') : JSON.stringify(body))
  })
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      server.closeAllConnections()
      await new Promise((resume) => server.close(resume))
    },
  }
}

function eventText(data: unknown): string {
  const type = typeof data === 'object' && data !== null && 'type' in data ? `event: ${data.type}\n` : ''
  return `${type}data: ${typeof data === 'string' ? data : JSON.stringify(data)}\n\n`
}
