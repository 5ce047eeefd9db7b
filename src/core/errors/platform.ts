import type { ErrorEntry } from './error-entry.ts'

/** What a deployed platform was told by its environment. */
export const platformErrors = {
  ENV_MISSING: { message: 'Environment variable {name} is not set', hint: 'Deploy the stage again' },
  ENV_INVALID: {
    message: 'Environment variable {name} is {met}; it must be {limit}',
    hint: 'Correct it in the stage, and deploy again',
  },
} as const satisfies Record<string, ErrorEntry>
