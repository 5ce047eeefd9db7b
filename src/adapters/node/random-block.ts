import { randomFillSync } from 'node:crypto'

/** As many bytes as 100 ids take: the system is asked once for all of them. */
const pool = Buffer.alloc(2_048)
let used = pool.length

/** Fresh bytes from the system's secure source, each given out once. At most 256; valid until the next call. */
export function randomBlock(length: number): Buffer {
  if (used + length > pool.length) {
    randomFillSync(pool)
    used = 0
  }
  used += length
  return pool.subarray(used - length, used)
}
