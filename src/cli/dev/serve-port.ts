import { Fault } from '../../core/fault.ts'

/** The number of a `--port`. Throws `CLI_OPTION_INVALID`. */
export function portOf(given: string, command: string): number {
  const port = Number(given)
  if (/^\d+$/.test(given) && port <= 65_535) return port
  throw new Fault('CLI_OPTION_INVALID', { option: '--port', met: given, limit: '0 to 65535', command })
}
