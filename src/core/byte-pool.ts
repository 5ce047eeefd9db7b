/**
 * Secrets and hashes as bytes, beside the text that refers to them: as text they would cost up to twice as much, and no
 * compression gets that back.
 */
export interface PoolWriter {
  /** What stands in the text for the value: 1 when it went into the pool, 0 when there is none, else the value itself. */
  put(value: string | undefined, kind: PooledKind): PoolSlot
  bytes(): Uint8Array
}

export interface PoolReader {
  take(slot: PoolSlot | undefined, kind: PooledKind): string | undefined
}

export type PoolSlot = 0 | 1 | string

/** A SHA-256 in lower-case hex, or 24 random bytes in base64url. */
export type PooledKind = 'hash' | 'token'

/** `form`: exactly the texts that bytes of that length are written as. */
const kinds = {
  hash: { length: 32, encoding: 'hex', form: /^[0-9a-f]{64}$/ },
  token: { length: 24, encoding: 'base64url', form: /^[\w-]{32}$/ },
} as const

export function createPoolWriter(): PoolWriter {
  const parts: Buffer[] = []
  return {
    put(value, kind) {
      if (value === undefined) return 0
      const { encoding, form } = kinds[kind]
      // Text that is not written exactly so (upper case, another length) stays text.
      if (!form.test(value)) return value
      parts.push(Buffer.from(value, encoding))
      return 1
    },
    bytes: () => Buffer.concat(parts),
  }
}

/** Takes the values out in the order they were put in. Throws a RangeError when there are too few. */
export function createPoolReader(bytes: Uint8Array): PoolReader {
  let at = 0
  return {
    take(slot, kind) {
      if (typeof slot === 'string') return slot
      if (slot !== 1) return undefined
      const { length, encoding } = kinds[kind]
      if (at + length > bytes.length) throw new RangeError(`its ${kind} number ${at} is missing`)
      at += length
      return Buffer.from(bytes.subarray(at - length, at)).toString(encoding)
    },
  }
}
