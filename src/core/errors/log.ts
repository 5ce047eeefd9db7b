import type { ErrorEntry } from './error-entry.ts'

/** The logs that a command reads. */
export const logErrors = {
  LOG_FILE_MISSING: {
    message: 'There is no log at {path}: no runtime wrote one',
    hint: 'Start the platform with troupe dev, or name a deployed stage: --stage <name>',
  },
  LOG_SOURCE_UNKNOWN: {
    message: 'Nothing that writes a log is called {name}; there are {known}',
    hint: 'Did you mean {near}?',
  },
} as const satisfies Record<string, ErrorEntry>
