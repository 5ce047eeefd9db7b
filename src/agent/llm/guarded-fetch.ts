/**
 * Reads a text from an address that somebody else chose, for a model: the address is not to be trusted.
 *
 * 1. It must begin with one of those that are allowed; so must each address that it is redirected to.
 * 2. A name is resolved once, and the connection goes to the very address that was looked at: a name that is resolved anew
 *    for the connection could lead into the own network by then.
 * 3. Addresses that are not of the public internet are refused, such as 169.254.169.254 with a machine's credentials.
 * 4. Time, bytes and redirects are bounded. Nothing is sent but GET: no cookie, no credentials.
 */
import { lookup } from 'node:dns/promises'
import { type IncomingMessage, request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import { isIP } from 'node:net'
import { isPublicAddress } from './public-address.ts'

export interface FetchOptions {
  /** Beginnings of addresses, such as `https://api.example.com/v1/`: scheme, host and port are compared whole, paths by their parts. */
  readonly allow: readonly string[]
  /** Of the answer. Default 1,000,000. */
  readonly maxBytes?: number
  /** All of it, redirects included. Default 10,000. */
  readonly timeMs?: number
  /** Default 3. */
  readonly maxRedirects?: number
  /** Also addresses of private networks, for servers of one's own. Default false. */
  readonly allowPrivate?: boolean
  /** The addresses of a name. Default: the system's. */
  readonly resolve?: (host: string) => Promise<readonly string[]>
}

export interface FetchedText {
  readonly url: string
  readonly status: number
  readonly type: string
  readonly text: string
}

/** Throws an Error whose message says what was refused; never with what the server answered. */
export async function guardedFetch(address: string, options: FetchOptions, signal: AbortSignal): Promise<FetchedText> {
  const { timeMs = 10_000, maxRedirects = 3 } = options
  const timeout = AbortSignal.timeout(timeMs)
  const either = AbortSignal.any([signal, timeout])
  try {
    let url = allowedUrl(address, options)
    for (let redirects = 0; ; redirects += 1) {
      const answer = await open(url, options, either)
      const target = redirectOf(answer)
      if (target === undefined) return await textOf(answer, { url, options, signal: either })
      answer.destroy()
      if (redirects >= maxRedirects) throw new Error(`it is redirected more than ${maxRedirects} times`)
      url = allowedUrl(new URL(target, url).href, options)
    }
  } catch (thrown) {
    signal.throwIfAborted()
    throw timeout.aborted ? new Error(`it did not answer within ${timeMs} ms`) : thrown
  }
}

function allowedUrl(address: string, { allow }: FetchOptions): URL {
  const url = URL.canParse(address) ? new URL(address) : undefined
  if (url === undefined) throw new Error(`${address.slice(0, 200)} is no address`)
  // Some servers take these for separators, after the path was compared.
  const isSmuggled = /%2f|%5c|\\/i.test(url.pathname)
  if (url.username !== '' || url.password !== '' || isSmuggled || !allow.some((one) => beginsWith(url, new URL(one))))
    throw new Error(`${url.origin}${url.pathname.slice(0, 200)} is not an allowed address`)
  return url
}

function beginsWith(url: URL, allowed: URL): boolean {
  if (url.origin !== allowed.origin || !/^https?:$/.test(url.protocol)) return false
  const folder = allowed.pathname.endsWith('/') ? allowed.pathname : `${allowed.pathname}/`
  return url.pathname === allowed.pathname || url.pathname.startsWith(folder)
}

async function open(url: URL, options: FetchOptions, signal: AbortSignal): Promise<IncomingMessage> {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  const address = await addressOf(host, options)
  const request = url.protocol === 'https:' ? requestHttps : requestHttp
  const headers = { host: url.host, accept: 'text/*, application/json', 'accept-encoding': 'identity' }
  const servername = isIP(host) === 0 ? { servername: host } : {}
  const port = url.port === '' ? {} : { port: url.port }
  return await new Promise((resolve, reject) => {
    request({
      ...servername,
      ...port,
      host: address,
      path: `${url.pathname}${url.search}`,
      headers,
      signal,
      agent: false,
    })
      .on('response', resolve)
      .on('error', reject)
      .end()
  })
}

/** Each address of the name must be allowed: which of them a name gives first is up to whoever owns it. */
async function addressOf(host: string, { resolve = resolveName, allowPrivate = false }: FetchOptions): Promise<string> {
  const addresses = isIP(host) === 0 ? await resolve(host) : [host]
  const [first] = addresses
  if (first === undefined) throw new Error(`${host} has no address`)
  if (!allowPrivate && !addresses.every(isPublicAddress)) throw new Error(`${host} is not of the public internet`)
  return first
}

async function resolveName(host: string): Promise<string[]> {
  try {
    return (await lookup(host, { all: true })).map(({ address }) => address)
  } catch {
    throw new Error(`${host} has no address`)
  }
}

function redirectOf({ statusCode = 0, headers: { location } }: IncomingMessage): string | undefined {
  return [301, 302, 303, 307, 308].includes(statusCode) ? location : undefined
}

interface Reading {
  readonly url: URL
  readonly options: FetchOptions
  readonly signal: AbortSignal
}

async function textOf(answer: IncomingMessage, { url, options, signal }: Reading): Promise<FetchedText> {
  const { maxBytes = 1_000_000 } = options
  const { statusCode: status = 0, headers } = answer
  const type = (headers['content-type'] ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
  try {
    if (!/^text\/|[/+](json|xml)$/.test(type)) throw new Error(`it is ${type === '' ? 'of no type' : type}, not text`)
    const chunks: Buffer[] = []
    let bytes = 0
    for await (const chunk of answer) {
      signal.throwIfAborted()
      chunks.push(chunk as Buffer)
      bytes += (chunk as Buffer).length
      if (bytes > maxBytes) throw new Error(`it is larger than ${maxBytes} bytes`)
    }
    return { url: url.href, status, type, text: Buffer.concat(chunks).toString('utf8') }
  } finally {
    answer.destroy()
  }
}
