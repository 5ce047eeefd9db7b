/** Ends of field names, without case and separators, whose values are never logged. `tokens` (a count) is not one. */
const secretEnds =
  /(secret|token|password|passphrase|authorization|apikey|accesskey|privatekey|credential|credentials|cookie)$/

const deepest = 6

/** A copy with the values of secret-looking fields replaced, and errors turned into plain fields. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (depth >= deepest) return '[too deep]'
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1))
  const entries = Object.entries(value instanceof Error ? errorFields(value) : value)
  return Object.fromEntries(
    entries.map(([name, item]) => [name, isSecret(name) ? '[redacted]' : redact(item, depth + 1)]),
  )
}

function isSecret(name: string): boolean {
  return secretEnds.test(name.toLowerCase().replaceAll(/[-_. ]/g, ''))
}

function errorFields(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error
  const code = 'code' in error ? { code: error.code } : {}
  return { name, ...code, message, stack, ...(cause === undefined ? {} : { cause }) }
}
