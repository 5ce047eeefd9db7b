/**
 * A record as the bytes of one attribute: format, checksum, length of the pool, pool, compressed JSON.
 *
 * 1. What is opened is what was sealed, or the fault `STORE_RECORD_UNREADABLE`: damaged bytes are noticed by their
 *    checksum, a format of a newer version by its number.
 * 2. Opening never takes more than `maxTextBytes` of memory, whatever the bytes say: agents write results themselves.
 */
import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib'
import { Fault } from '../../core/fault.ts'
import type { JsonValue } from '../../core/json.ts'
import { recordDictionary } from './record-dictionary.ts'

export interface RecordContent {
  readonly json: JsonValue
  /** Bytes that do not compress, kept beside the text. */
  readonly pool: Uint8Array
}

const format = 1
/** Format, checksum, length of the pool. */
const headBytes = 1 + 4 + 3
const maxTextBytes = 16 * 1_024 * 1_024
const compression = { level: 9, memLevel: 9, dictionary: recordDictionary } as const

/** Throws the fault `STORE_TOO_LARGE`. @param record named in the fault */
export function sealRecord(record: string, { json, pool }: RecordContent): Uint8Array {
  const text = Buffer.from(JSON.stringify(json))
  if (text.length > maxTextBytes) {
    throw new Fault('STORE_TOO_LARGE', { record, bytes: text.length, max: maxTextBytes })
  }
  const body = Buffer.concat([Buffer.alloc(headBytes), pool, deflateRawSync(text, compression)])
  body.writeUInt8(format, 0)
  body.writeUIntBE(pool.length, 5, 3)
  body.writeUInt32BE(crc32(body.subarray(5)), 1)
  return body
}

/** Throws the fault `STORE_RECORD_UNREADABLE`. @param record named in the fault */
export function openRecord(record: string, sealed: Uint8Array): RecordContent {
  const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength)
  const found = bytes.at(0) ?? 0
  if (found > format) throw unreadable(record, `it has format ${found}; this version reads up to ${format}`)
  if (found < format || bytes.length < headBytes) throw unreadable(record, 'its bytes are damaged')
  if (bytes.readUInt32BE(1) !== crc32(bytes.subarray(5))) throw unreadable(record, 'its bytes are damaged')
  const textAt = headBytes + bytes.readUIntBE(5, 3)
  try {
    const text = inflateRawSync(bytes.subarray(textAt), { dictionary: recordDictionary, maxOutputLength: maxTextBytes })
    return { json: JSON.parse(text.toString('utf8')) as JsonValue, pool: bytes.subarray(headBytes, textAt) }
  } catch (thrown) {
    throw unreadable(record, 'its bytes are not a compressed record', thrown)
  }
}

/** Reads a part of a stored record; whatever it throws becomes `STORE_RECORD_UNREADABLE`. */
export function reading<T>(record: string, read: () => T): T {
  try {
    return read()
  } catch (thrown) {
    if (thrown instanceof Fault) throw thrown
    throw unreadable(record, thrown instanceof Error ? thrown.message : String(thrown), thrown)
  }
}

function unreadable(record: string, problem: string, cause?: unknown): Fault {
  return new Fault('STORE_RECORD_UNREADABLE', { record, problem }, { cause })
}
