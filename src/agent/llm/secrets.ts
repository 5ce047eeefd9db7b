import { Fault } from '../../core/fault.ts'
import { maskSecrets } from '../../core/mask-secrets.ts'
import type { Log } from '../../ports/log.ts'
import type { AgentLog } from '../context.ts'

/** The log without keys: errors of providers may repeat what they were sent. */
export function quietLog(log: AgentLog, secrets: readonly string[]): Log {
  return (level, message, fields = {}) => log[level](maskSecrets(message, secrets), masked(fields, secrets))
}

/** What was thrown, without keys in its message or its causes. */
export function withoutSecrets(thrown: unknown, secrets: readonly string[]): unknown {
  if (!(thrown instanceof Fault)) return thrown
  const { code, args, retryable, at } = thrown
  const place = at === undefined ? {} : { at }
  // The cause is left out: a client's error holds the whole request.
  return new Fault(code, masked(args, secrets), { retryable, ...place })
}

function masked<T>(fields: Readonly<Record<string, T>>, secrets: readonly string[]): Record<string, T> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? (maskSecrets(value, secrets) as T) : value,
    ]),
  )
}
