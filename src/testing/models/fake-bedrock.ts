import { createServer as createHttp1Server, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createHttp2Server } from 'node:http2'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { type BedrockAnswer, sendAnswer } from './bedrock-answer.ts'

/** A Bedrock Runtime that answers from a list, for the real client. */
export interface FakeBedrock {
  /** Give it to the client as its endpoint, or in `AWS_ENDPOINT_URL_BEDROCK_RUNTIME`. */
  readonly url: string
  /** In the order they came. */
  readonly requests: readonly BedrockRequest[]
  close(): Promise<void>
}

export interface BedrockRequest {
  /** Such as `converse-stream`. */
  readonly operation: string
  readonly modelId: string
  readonly httpVersion: string
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body: Readonly<Record<string, unknown>>
}

/**
 * Starts one on a free port of 127.0.0.1. It speaks HTTP/1.1 and HTTP/2 without TLS on the same port, knows Converse,
 * ConverseStream and ApplyGuardrail, and checks no signatures. Beyond the last answer it says 500.
 */
export async function startFakeBedrock(answers: readonly BedrockAnswer[]): Promise<FakeBedrock> {
  const requests: BedrockRequest[] = []
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    const asked = await readRequest(request)
    requests.push(asked)
    sendAnswer(
      response,
      asked,
      answers[requests.length - 1] ?? { status: 500, type: 'InternalServerException', message: 'No answer is left' },
    )
  }
  const http1 = createHttp1Server((request, response) => void answer(request, response))
  const http2 = createHttp2Server((request, response) => {
    // The compatible form of HTTP/2 has what is used of HTTP/1.1's.
    void answer(request as unknown as IncomingMessage, response as unknown as ServerResponse)
  })
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => socket.destroy())
    socket.once('readable', () => {
      const first = socket.read() as Buffer | null
      if (first === null) return
      socket.unshift(first)
      // HTTP/2 without TLS begins with `PRI * HTTP/2.0`.
      const target = first.subarray(0, 3).toString('latin1') === 'PRI' ? http2 : http1
      target.emit('connection', socket)
    })
  })
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    requests,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resume) => server.close(resume))
    },
  }
}

async function readRequest(request: IncomingMessage): Promise<BedrockRequest> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const [, kind, id = '', ...rest] = (request.url ?? '').split('/').map(decodeURIComponent)
  const text = Buffer.concat(chunks).toString()
  return {
    operation: kind === 'guardrail' ? 'apply-guardrail' : (rest.at(-1) ?? ''),
    modelId: id,
    httpVersion: request.httpVersion,
    headers: request.headers,
    body: text === '' ? {} : (JSON.parse(text) as Record<string, unknown>),
  }
}
