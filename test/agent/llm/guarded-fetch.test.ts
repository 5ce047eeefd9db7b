import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type FetchOptions, guardedFetch } from '../../../src/agent/llm/guarded-fetch.ts'
import { isPublicAddress } from '../../../src/agent/llm/public-address.ts'

let server: Server
let origin = ''
const seen: string[] = []

beforeAll(async () => {
  server = createServer((request, response) => {
    const { url = '', headers } = request
    seen.push(`${headers.host} ${url} ${headers.cookie ?? ''}`)
    const redirect = new URL(url, 'http://x').searchParams.get('to')
    if (redirect !== null) return response.writeHead(302, { location: redirect }).end()
    if (url.startsWith('/open/image')) return response.writeHead(200, { 'content-type': 'image/png' }).end('x')
    if (url.startsWith('/open/large'))
      return response.writeHead(200, { 'content-type': 'text/plain' }).end('x'.repeat(5_000))
    if (url.startsWith('/open/never')) return response.writeHead(200, { 'content-type': 'text/plain' }).flushHeaders()
    response
      .writeHead(url.startsWith('/open/gone') ? 404 : 200, { 'content-type': 'text/plain; charset=utf-8' })
      .end(`answer to ${url}`)
  })
  await new Promise<void>((resume) => server.listen(0, '127.0.0.1', resume))
  origin = `http://prices.example:${(server.address() as AddressInfo).port}`
})

afterAll(() => {
  server.closeAllConnections()
  server.close()
})

/** As a public server of that name would be read, but for its address. */
const read = (path: string, more: Partial<FetchOptions> = {}) =>
  guardedFetch(
    path.startsWith('/') ? `${origin}${path}` : path,
    { allow: [`${origin}/open/`], allowPrivate: true, resolve: async () => ['127.0.0.1'], ...more },
    new AbortController().signal,
  )

describe('an address that a model chose', () => {
  it('is read when it begins with an allowed one, by the name and at the address that was looked at', async () => {
    const { url, status, type, text } = await read('/open/a?b=c')
    expect({ status, type, text }).toEqual({ status: 200, type: 'text/plain', text: 'answer to /open/a?b=c' })
    expect(url).toBe(`${origin}/open/a?b=c`)
    expect(seen.at(-1)).toBe(`${new URL(origin).host} /open/a?b=c `)
  })

  it('is answered with the status of the server', async () => {
    expect((await read('/open/gone')).status).toBe(404)
  })

  it.each([
    ['another path', '/other'],
    ['a path that begins alike', '/open-and-shut'],
    ['a way out of the path', '/open/../other'],
    ['an encoded way out', '/open/%2e%2e/other'],
    ['a separator that only some servers see', '/open/..%2fother'],
    ['another host', 'http://other.example/open/a'],
    ['another port', 'http://prices.example:1/open/a'],
    ['another scheme', 'ftp://prices.example/open/a'],
    ['a file', 'file:///etc/passwd'],
    ['credentials', 'http://user:word@prices.example/open/a'],
    ['no address', 'prices'],
  ])('is refused as %s, and nobody is asked', async (_what, address) => {
    const before = seen.length
    await expect(read(address)).rejects.toThrow(/is not an allowed address|is no address/)
    expect(seen).toHaveLength(before)
  })

  it('is checked again where it is redirected to', async () => {
    expect((await read('/open/a?to=/open/b')).text).toBe('answer to /open/b')
    await expect(read('/open/a?to=/secret')).rejects.toThrow('/secret is not an allowed address')
    await expect(read('/open/a?to=http://169.254.169.254/latest')).rejects.toThrow('is not an allowed address')
    await expect(read('/open/a?to=/open/a%3Fto%3D/open/a', { maxRedirects: 1 })).rejects.toThrow('more than 1 times')
  })

  it.each([
    ['this machine', ['127.0.0.1']],
    ['a public address beside a private one', ['93.184.216.34', '10.0.0.7']],
    ['the address of a machine’s credentials', ['169.254.169.254']],
    ['an address of IPv4 within IPv6', ['::ffff:10.0.0.7']],
  ])('is refused when its name leads to %s', async (_what, addresses) => {
    const resolve = async () => addresses
    await expect(read('/open/a', { allowPrivate: false, resolve })).rejects.toThrow('is not of the public internet')
  })

  it('is refused as a private address even where that stands on the list', async () => {
    const allow = ['http://127.0.0.1/', 'http://[::1]/', 'http://2130706433/']
    for (const address of allow)
      await expect(read(address, { allow, allowPrivate: false })).rejects.toThrow('is not of the public internet')
  })

  it('is resolved once: what the name says later does not count', async () => {
    let asked = 0
    const resolve = async () => (asked++ === 0 ? ['127.0.0.1'] : ['192.0.2.1'])
    expect((await read('/open/a', { resolve })).status).toBe(200)
    expect(asked).toBe(1)
  })

  it('that has no address says so', async () => {
    await expect(read('/open/a', { resolve: async () => [] })).rejects.toThrow('has no address')
  })

  it('gives text alone, and not too much of it', async () => {
    await expect(read('/open/image')).rejects.toThrow('it is image/png, not text')
    await expect(read('/open/large', { maxBytes: 4_999 })).rejects.toThrow('larger than 4999 bytes')
    expect((await read('/open/large', { maxBytes: 5_000 })).text).toHaveLength(5_000)
  })

  it('is not waited for without end', async () => {
    await expect(read('/open/never', { timeMs: 60 })).rejects.toThrow('did not answer within 60 ms')
  })
})

describe('an address of the public internet', () => {
  it.each(['93.184.216.34', '8.8.8.8', '172.32.0.1', '2606:2800:220:1::1'])('is %s', (address) => {
    expect(isPublicAddress(address)).toBe(true)
  })

  it.each([
    ...['0.0.0.0', '10.1.2.3', '100.64.0.1', '127.9.9.9', '169.254.169.254', '172.31.255.255', '192.168.1.1'],
    ...['198.19.0.1', '224.0.0.1', '255.255.255.255', '::', '::1', '::ffff:8.8.8.8', '64:ff9b::808:808', 'fc00::1'],
    ...['fe80::1', 'ff02::1', '2001::1', '2001:db8::1', '2002:7f00:1::', 'localhost', ''],
  ])('is not %s', (address) => {
    expect(isPublicAddress(address)).toBe(false)
  })
})
