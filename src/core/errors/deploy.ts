import type { ErrorEntry } from './error-entry.ts'

export const deployErrors = {
  DEPLOY_ACCOUNT: {
    message: 'Stage {stage} belongs to account {wanted}; these credentials are of {account}',
    hint: 'Use credentials of {wanted}, or correct account in stages.{stage}',
  },
} as const satisfies Record<string, ErrorEntry>
