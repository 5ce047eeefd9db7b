import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

/** `throttled`: refused without effect. `answerLost`: carried out, and the connection breaks before the answer. */
export type Accident = 'throttled' | 'answerLost' | undefined

export interface UnreliableProxy {
  readonly url: string
  close(): Promise<void>
}

/** Stands before a DynamoDB and does to each request what `accident` says. */
export async function startUnreliableProxy(target: string, accident: () => Accident): Promise<UnreliableProxy> {
  const server = createServer((incoming, outgoing) => {
    const what = accident()
    if (what === 'throttled') return throttle(incoming, outgoing)
    const { method, url, headers } = incoming
    const onward = request(new URL(url ?? '/', target), { method, headers }, (answer) => {
      if (what === 'answerLost') {
        answer.resume()
        answer.on('end', () => outgoing.destroy())
        return
      }
      outgoing.writeHead(answer.statusCode ?? 500, answer.headers)
      answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    incoming.pipe(onward)
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

function throttle(incoming: IncomingMessage, outgoing: ServerResponse): void {
  incoming.resume()
  const type = 'com.amazonaws.dynamodb.v20120810#ThrottlingException'
  outgoing.writeHead(400, { 'content-type': 'application/x-amz-json-1.0' })
  outgoing.end(
    JSON.stringify({ __type: type, message: 'Throughput exceeds the current capacity of your table or index' }),
  )
}
