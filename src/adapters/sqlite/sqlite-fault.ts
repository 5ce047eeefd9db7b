import { Fault } from '../../core/fault.ts'

/** Primary result codes (source: https://sqlite.org/rescode.html). */
const resultCode = { busy: 5, noMemory: 7, readOnly: 8, ioError: 10, corrupt: 11, full: 13, cannotOpen: 14 } as const

/** After these the whole transaction is lost, whatever single write met them. */
const breaking: ReadonlySet<number> = new Set(Object.values(resultCode))

export function isBusy(thrown: unknown): boolean {
  return primaryCode(thrown) === resultCode.busy
}

/** Whether there is no room left, on the disk or within the file's limit. */
export function isFull(thrown: unknown): boolean {
  return primaryCode(thrown) === resultCode.full
}

/** Whether the transaction as a whole failed, and not only the one statement. */
export function breaksTransaction(thrown: unknown): boolean {
  const code = primaryCode(thrown)
  return code !== undefined && breaking.has(code)
}

/** `STORE_FULL` or `STORE_UNAVAILABLE`, both retryable; a fault stays what it is. */
export function storeFault(thrown: unknown, { operation, directory }: FaultPlace): Fault {
  if (thrown instanceof Fault) return thrown
  const options = { cause: thrown, retryable: true }
  if (isFull(thrown)) return new Fault('STORE_FULL', { directory }, options)
  return new Fault('STORE_UNAVAILABLE', { operation, problem: problemOf(thrown) }, options)
}

export interface FaultPlace {
  readonly operation: string
  readonly directory: string
}

export function problemOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown)
}

/** The upper bytes of `errcode` are the extended code. */
function primaryCode(thrown: unknown): number | undefined {
  if (!(thrown instanceof Error) || !('errcode' in thrown)) return undefined
  return typeof thrown.errcode === 'number' ? thrown.errcode & 0xff : undefined
}
