import { Fault } from '../../core/fault.ts'

const most = 1_000_000

/** The number of an option, from 1 to a million. Throws `CLI_OPTION_INVALID`. */
export function countOf(option: string, given: string): number {
  const count = Number(given)
  if (/^\d+$/.test(given) && count >= 1 && count <= most) return count
  throw new Fault('CLI_OPTION_INVALID', { option, met: given, limit: `1 to ${most}`, command: 'simulate' })
}
