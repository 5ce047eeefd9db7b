/** One JSON log line as a person reads it: `12:30:01.250 warn  Message jobId=abc pauseMs=100`, a stack below it. */
export function logLine(json: string): string {
  const { time, level, message, ...fields } = JSON.parse(json) as Record<string, unknown>
  const stacks: string[] = []
  const pairs: string[] = []
  for (const [name, value] of Object.entries(fields)) {
    if (name === 'stack' && typeof value === 'string') stacks.push(rowsOf(value))
    else pairs.push(`${name}=${shown(value, stacks)}`)
  }
  const head = [String(time).slice(11, 23), String(level).padEnd(5), printable(String(message)), ...pairs]
  return `${[head.join(' '), ...stacks].join('\n')}\n`
}

function shown(value: unknown, stacks: string[]): string {
  if (typeof value === 'string') return /^[\w./:@+-]+$/.test(value) ? value : JSON.stringify(value)
  if (!isError(value)) return JSON.stringify(value)
  stacks.push(rowsOf(value.stack))
  return JSON.stringify(value.message)
}

function rowsOf(stack: string): string {
  return stack.split('\n').map(printable).join('\n')
}

function isError(value: unknown): value is { readonly message: string; readonly stack: string } {
  if (typeof value !== 'object' || value === null) return false
  return 'stack' in value && typeof value.stack === 'string' && 'message' in value
}

/** An agent's text must not move the cursor or colour the terminal. */
function printable(text: string): string {
  return text.replaceAll(/\p{Cc}/gu, (sign) => JSON.stringify(sign).slice(1, -1))
}
