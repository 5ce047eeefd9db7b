import type { ErrorCode } from '../../core/errors/catalogue.ts'
import { Fault } from '../../core/fault.ts'

/** The names under which AWS's services refuse who asks; each has its own. */
const refused =
  /^(ExpiredToken|ExpiredTokenException|InvalidClientTokenId|UnrecognizedClientException|SignatureDoesNotMatch|InvalidSignatureException|IncompleteSignature|RequestExpired|AuthFailure|InvalidAccessKeyId|OptInRequired)$/

/** By the error's name, which the SDK keeps stable; its messages change. */
const codes: readonly (readonly [name: RegExp, code: ErrorCode])[] = [
  [/^(CredentialsProviderError|TokenProviderError)$/, 'AWS_CREDENTIALS_MISSING'],
  [refused, 'AWS_CREDENTIALS_REFUSED'],
  [/^(AccessDenied|AccessDeniedException|UnauthorizedOperation)$/, 'AWS_ACCESS_DENIED'],
  [/^(TimeoutError|NetworkingError)$/, 'AWS_UNREACHABLE'],
]

/** What an AWS client threw, as the fault that says what to do: a login, a region, a right, the network. */
export function awsFault(thrown: unknown, stage: string): Fault {
  if (thrown instanceof Fault) return thrown
  const { name, message } = thrown instanceof Error ? thrown : { name: '', message: String(thrown) }
  // The SDK throws a plain error for it.
  if (message === 'Region is missing') return new Fault('AWS_REGION_MISSING', { stage }, { cause: thrown })
  const known = codes.find(([pattern]) => pattern.test(name))?.[1]
  const systemCall = systemCallCodeOf(thrown)
  const code = known ?? (systemCall === undefined ? 'AWS_REQUEST_FAILED' : 'AWS_UNREACHABLE')
  const problem = known === undefined ? [systemCall ?? name, message].filter((part) => part !== '').join(': ') : message
  return new Fault(code, { problem: problem.replaceAll(/\s+/g, ' ') }, { cause: thrown })
}

/** `ECONNREFUSED`, `ENOTFOUND`: the connection failed, and no service said anything. */
function systemCallCodeOf(thrown: unknown): string | undefined {
  const code = thrown instanceof Error && 'code' in thrown ? thrown.code : undefined
  return typeof code === 'string' && /^E[A-Z_]+$/.test(code) ? code : undefined
}
