import type { ErrorEntry } from './catalogue.ts'

/** agents.yaml. */
export const manifestErrors = {
  MANIFEST_UNKNOWN_AGENT: { message: 'Agent {name} is not declared', hint: 'Did you mean {near}?' },
} as const satisfies Record<string, ErrorEntry>
