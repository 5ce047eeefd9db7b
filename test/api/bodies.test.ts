import { describe, expect, it } from 'vitest'
import { aDefinition } from '../planner/a-plan.ts'
import { ServedApi } from './served-api.ts'

const api = (): ServedApi => new ServedApi(aDefinition([{ run: 'a' }]))
const json = { 'content-type': 'application/json' }
const maxBytes = 262_144

/** A submission of exactly so many bytes. */
function submissionOf(bytes: number): string {
  const empty = JSON.stringify({ input: '' })
  return JSON.stringify({ input: 'x'.repeat(bytes - empty.length) })
}

/** A submission of so many levels: the body is one, its input the others. */
function nested(levels: number): string {
  return `{"input":${'['.repeat(levels - 1)}${']'.repeat(levels - 1)}}`
}

describe('the size of a body', () => {
  it('may be 256 KB, whose value is kept and answered whole', async () => {
    const served = api()
    const told = await served.ask('POST', '/v1/jobs', { raw: submissionOf(maxBytes), headers: json })
    expect(told.status).toBe(202)
    expect((await served.get('/v1/jobs/job1')).body.input).toHaveLength(maxBytes - 12)
  })

  it('may not be one byte more', async () => {
    const told = await api().ask('POST', '/v1/jobs', { raw: submissionOf(maxBytes + 1), headers: json })
    expect(told.status).toBe(413)
    expect(told.body.error.code).toBe('API_BODY_TOO_LARGE')
  })

  it('is believed from content-length before anything is read', async () => {
    const unread = new ReadableStream({
      pull() {
        throw new Error('the body was read')
      },
    })
    const headers = { ...json, 'content-length': String(maxBytes + 1) }
    expect((await api().ask('POST', '/v1/jobs', { raw: unread, headers })).status).toBe(413)
  })

  it('is counted while a stream without a length comes in, and reading stops at the limit', async () => {
    const chunk = Buffer.alloc(64 * 1_024, 'x')
    let sent = 0
    let cancelled = false
    const long = new ReadableStream({
      pull(controller) {
        sent += chunk.length
        controller.enqueue(chunk)
        if (sent > 100 * chunk.length) controller.close()
      },
      cancel() {
        cancelled = true
      },
    })
    expect((await api().ask('POST', '/v1/jobs', { raw: long, headers: json })).status).toBe(413)
    expect(sent).toBeLessThanOrEqual(maxBytes + 3 * chunk.length)
    expect(cancelled).toBe(true)
  })

  it('is counted in bytes, not in characters', async () => {
    const raw = JSON.stringify({ input: 'ä'.repeat(maxBytes / 2) })
    expect((await api().ask('POST', '/v1/jobs', { raw, headers: json })).status).toBe(413)
  })
})

describe('the depth of a body', () => {
  it.each([
    [32, 202],
    [33, 400],
    [100_000, 400],
  ])('of %i levels is answered %i', async (levels, status) => {
    const told = await api().ask('POST', '/v1/jobs', { raw: nested(levels), headers: json })
    expect(told.status).toBe(status)
    if (status === 400) expect(told.body.error.code).toBe('API_BODY_TOO_DEEP')
  })
})

describe('what is not JSON', () => {
  it.each([
    ['{"input":}', 1, 10],
    ['{"input": 1,\n "labels": nope}', 2, 13],
    ['{"input": "unterminated', 1, 24],
    ['{"input": 01}', 1, 12],
    ["{'input': 1}", 1, 2],
    ['{"input": 1} x', 1, 14],
  ])('%s is refused at line %i, column %i', async (raw, line, column) => {
    const told = await api().ask('POST', '/v1/jobs', { raw, headers: json })
    expect(told.status).toBe(400)
    expect(told.body.error.code).toBe('API_BODY_SYNTAX')
    expect(told.body.error.message).toContain(`line ${line}, column ${column}`)
  })

  it.each([
    ['nothing', undefined, 'body is missing'],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22]), 'body is not encoded as UTF-8'],
    ['a number that would be kept as null', '{"input":[1e999]}', 'body holds a number beyond 1.8e308'],
    ['a key that reads as the prototype', '{"input":{"a":[{"__proto__":1}]}}', 'body has a key __proto__'],
    ['an escaped key that reads as the prototype', '{"input":{"\\u005f_proto__":1}}', 'body has a key __proto__'],
  ])('%s is refused', async (_name, raw, message) => {
    const told = await api().ask('POST', '/v1/jobs', { ...(raw === undefined ? {} : { raw }), headers: json })
    expect(told.status).toBe(400)
    expect(told.body.error.code).toBe('API_BODY_INVALID')
    expect(told.body.error.message).toContain(message)
  })
})

describe('the type of a body', () => {
  it.each([
    ['application/json', 202],
    ['application/json; charset=utf-8', 202],
    ['Application/JSON;charset="UTF-8"', 202],
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['application/json; charset=latin1', 415],
    ['application/jsonp', 415],
  ])('%s is answered %i', async (type, status) => {
    const told = await api().ask('POST', '/v1/jobs', { raw: '{"input":1}', headers: { 'content-type': type } })
    expect(told.status).toBe(status)
    if (status === 415) expect(told.body.error.code).toBe('API_CONTENT_TYPE')
  })

  it('must be named', async () => {
    const raw = new Blob(['{"input":1}']).stream()
    expect((await api().ask('POST', '/v1/jobs', { raw })).status).toBe(415)
  })

  it('must not be compressed', async () => {
    const headers = { ...json, 'content-encoding': 'gzip' }
    expect((await api().ask('POST', '/v1/jobs', { raw: '{"input":1}', headers })).status).toBe(415)
  })
})
