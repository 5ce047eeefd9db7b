import { Fault } from '../../core/fault.ts'
import { nearestName } from '../../core/near-name.ts'

/** The fault for a name that no log has. */
export function unknownSource(name: string, known: readonly string[]): Fault {
  const near = nearestName(name, known)
  return new Fault('LOG_SOURCE_UNKNOWN', { name, known: known.join(', '), ...(near === undefined ? {} : { near }) })
}
