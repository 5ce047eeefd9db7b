/** What an AWS client threw, in one line for a fault's message: `ThrottlingException: Rate exceeded`. */
export function awsProblem(thrown: unknown): string {
  if (!(thrown instanceof Error)) return String(thrown)
  // A refused connection to a name with several addresses has a code and no message.
  const code = 'code' in thrown ? String(thrown.code) : ''
  const text = thrown.message === '' ? code : thrown.message
  return thrown.name === 'Error' || thrown.name === '' ? text : `${thrown.name}: ${text}`
}
