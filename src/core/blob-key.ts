import { Fault } from './fault.ts'

const name = /^[A-Za-z0-9._-]{1,200}$/

/** The names a blob's key is made of. Throws `BLOB_KEY_INVALID`, above all for a key that would leave its folder. */
export function blobKeyNames(key: string): readonly string[] {
  const names = key.split('/')
  const valid = key.length <= 512 && names.every((part) => name.test(part) && part !== '.' && part !== '..')
  if (!valid) throw new Fault('BLOB_KEY_INVALID', { key: key.slice(0, 80) })
  return names
}
