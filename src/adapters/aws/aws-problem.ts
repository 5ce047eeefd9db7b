/** What an AWS client threw, in one line for a fault's message: `ThrottlingException: Rate exceeded`. */
export function awsProblem(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  const text = (thrown.message === '' ? codeOf(thrown) : thrown.message).replaceAll(/\s+/g, ' ')
  return thrown.name === 'Error' || thrown.name === '' ? text : `${thrown.name}: ${text}${statusOf(thrown)}`
}

/** A refused connection to a name with several addresses has a code and no message. */
function codeOf(thrown: Error): string {
  return 'code' in thrown ? String(thrown.code) : ''
}

/** The SDK's `Unknown: UnknownError` was an answer without a word, from a proxy perhaps: its status is all there is. */
function statusOf(thrown: Error): string {
  const { $metadata } = thrown as { $metadata?: { httpStatusCode?: number } }
  return thrown.message === 'UnknownError' ? ` (status ${$metadata?.httpStatusCode ?? 'none'})` : ''
}
