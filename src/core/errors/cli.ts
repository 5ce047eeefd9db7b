import type { ErrorEntry } from './catalogue.ts'

/** The command line and the laptop runtime. */
export const cliErrors = {
  INTERNAL: { message: 'Something broke that should not: {problem}', hint: 'Report it with the request id' },
} as const satisfies Record<string, ErrorEntry>
