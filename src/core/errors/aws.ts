import type { ErrorEntry } from './error-entry.ts'

/** AWS, as a command line with somebody's own login meets it. */
export const awsErrors = {
  AWS_CREDENTIALS_MISSING: {
    message: 'No AWS credentials were found: {problem}',
    hint: 'Log in, such as with aws login or aws sso login, or set AWS_PROFILE',
  },
  AWS_CREDENTIALS_REFUSED: {
    message: 'AWS refuses these credentials: {problem}',
    hint: 'Log in again, such as with aws login or aws sso login, and look at the clock of this machine',
  },
  AWS_REGION_MISSING: {
    message: 'No AWS region is known for stage {stage}',
    hint: 'Name it: region in stages.{stage} of agents.yaml, or AWS_REGION',
  },
  AWS_ACCESS_DENIED: {
    message: 'These credentials may not do that: {problem}',
    hint: 'Use another role, or allow the action',
  },
  AWS_UNREACHABLE: { message: 'AWS cannot be reached: {problem}', hint: 'Look at the network, then try again' },
  AWS_REQUEST_FAILED: { message: 'AWS refused a request: {problem}', hint: 'Try again' },
} as const satisfies Record<string, ErrorEntry>
