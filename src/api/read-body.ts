/**
 * Reads a JSON body within its limits.
 *
 * 1. Not one byte more than the limit is kept: neither a wrong content-length nor a chunked stream gets around it.
 * 2. What is returned is plain JSON of bounded depth, without keys and numbers that do not survive being kept.
 */
import { Fault } from '../core/fault.ts'
import type { JsonValue } from '../core/json.ts'
import { formatBytes } from '../core/size.ts'
import { jsonErrorPlace } from './json-error-place.ts'
import { jsonProblem } from './json-problem.ts'

export interface BodyRule {
  readonly maxBytes: number
  readonly maxDepth: number
  /** An absent body is `{}`. */
  readonly optional?: boolean
}

/** Throws the faults `API_BODY_TOO_LARGE`, `API_CONTENT_TYPE`, `API_BODY_SYNTAX`, `API_BODY_TOO_DEEP`, `API_BODY_INVALID`. */
export async function readBody(request: Request, rule: BodyRule): Promise<JsonValue> {
  refuseAnnounced(request, rule.maxBytes)
  const bytes = await readBytes(request, rule.maxBytes)
  if (bytes.length === 0) {
    if (rule.optional === true) return {}
    throw new Fault('API_BODY_INVALID', { path: 'body', problem: 'is missing' })
  }
  checkContentType(request)
  const value = parseJson(decode(bytes))
  const problem = jsonProblem(value, rule.maxDepth)
  if (problem === 'tooDeep') throw new Fault('API_BODY_TOO_DEEP', { limit: rule.maxDepth })
  if (problem !== undefined) throw new Fault('API_BODY_INVALID', { path: 'body', problem })
  return value
}

function refuseAnnounced(request: Request, maxBytes: number): void {
  const announced = Number(request.headers.get('content-length') ?? 0)
  if (announced > maxBytes) throw tooLarge(announced, maxBytes)
}

async function readBytes(request: Request, maxBytes: number): Promise<Buffer> {
  if (request.body === null) return Buffer.alloc(0)
  const reader = request.body.getReader()
  const chunks: Uint8Array[] = []
  let total = 0
  for (let part = await reader.read(); !part.done; part = await reader.read()) {
    total += part.value.byteLength
    if (total > maxBytes) {
      // The rest is not waited for: a client may send for ever.
      reader.cancel().catch(() => {})
      throw tooLarge(total, maxBytes)
    }
    chunks.push(part.value)
  }
  return Buffer.concat(chunks)
}

function tooLarge(met: number, limit: number): Fault {
  return new Fault('API_BODY_TOO_LARGE', {
    subject: 'Body',
    met: `at least ${met.toLocaleString('en')} bytes`,
    limit: formatBytes(limit),
  })
}

function checkContentType(request: Request): void {
  const encoding = request.headers.get('content-encoding')
  if (encoding !== null && encoding !== 'identity')
    throw new Fault('API_CONTENT_TYPE', { met: `encoded as ${encoding}` })
  const met = request.headers.get('content-type') ?? 'without a content type'
  if (!/^application\/json\s*(;\s*charset="?utf-?8"?\s*)?$/i.test(met.trim()))
    throw new Fault('API_CONTENT_TYPE', { met: met.slice(0, 100) })
}

function decode(bytes: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch (cause) {
    throw new Fault('API_BODY_INVALID', { path: 'body', problem: 'is not encoded as UTF-8' }, { cause })
  }
}

function parseJson(text: string): JsonValue {
  try {
    return JSON.parse(text) as JsonValue
  } catch (cause) {
    const { problem, line, column } = jsonErrorPlace(text)
    throw new Fault('API_BODY_SYNTAX', { problem, line, column }, { cause })
  }
}
