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

/** Names that were judged before: lines have few, and judging one takes longer than the rest of it. */
const judged = new Map<string, boolean>()
const maxJudged = 1_000

function isSecret(name: string): boolean {
  const known = judged.get(name)
  if (known !== undefined) return known
  const isOne = secretEnds.test(name.toLowerCase().replaceAll(/[-_. ]/g, ''))
  // Agents name fields as they like.
  if (judged.size < maxJudged) judged.set(name, isOne)
  return isOne
}

function errorFields(error: Error): Record<string, unknown> {
  const { name, message, stack, cause } = error
  const code = 'code' in error ? { code: error.code } : {}
  return { name, ...code, message, stack, ...(cause === undefined ? {} : { cause }) }
}
