import { Agent, request } from 'node:http'
import { median, percentile, rounded } from '../figures.ts'

export interface Asked {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: unknown
}

export interface AnswerFigures {
  readonly requestsPerSecond: number
  readonly p50Ms: number
  readonly p99Ms: number
}

/** Asks so often over so many kept connections. Throws when an answer is an error. */
export async function askMany(
  url: string,
  asked: (index: number) => Asked,
  { requests, connections }: { readonly requests: number; readonly connections: number },
): Promise<AnswerFigures> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections })
  const latencies: number[] = []
  let next = 0
  const lane = async (): Promise<void> => {
    while (next < requests) {
      const askedAt = performance.now()
      await ask(url, asked(next++), agent)
      latencies.push(performance.now() - askedAt)
    }
  }
  const startedAt = performance.now()
  await Promise.all(Array.from({ length: connections }, lane))
  const ms = performance.now() - startedAt
  agent.destroy()
  return {
    requestsPerSecond: Math.round((requests * 1_000) / ms),
    p50Ms: rounded(median(latencies)),
    p99Ms: rounded(percentile(latencies, 0.99)),
  }
}

/** The answer's text. */
export async function ask(url: string, { method, path, headers, body }: Asked, agent?: Agent): Promise<string> {
  return await new Promise((resolve, reject) => {
    const type = body === undefined ? {} : { 'content-type': 'application/json' }
    const options = { method, headers: { ...type, ...headers }, ...(agent === undefined ? {} : { agent }) }
    const asking = request(`${url}${path}`, options, (answer) => {
      let text = ''
      answer.setEncoding('utf8').on('data', (chunk: string) => {
        text += chunk
      })
      answer.on('end', () => {
        if ((answer.statusCode ?? 500) < 400) resolve(text)
        else reject(new Error(`${method} ${path}: ${answer.statusCode} ${text}`))
      })
    })
    asking.on('error', reject)
    asking.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
