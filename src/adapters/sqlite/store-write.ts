import type { DefinitionColumns } from './definition-rows.ts'
import type { CreatedColumns, SavedColumns } from './job-record.ts'
import type { ClaimColumns, RecordColumns } from './result-rows.ts'

/** One write, as the columns it puts. */
export type StoreWrite =
  | readonly ['createJob', CreatedColumns]
  | readonly ['saveJob', SavedColumns]
  | readonly ['claimResult', ClaimColumns]
  | readonly ['recordResult', RecordColumns]
  | readonly ['putDefinition', DefinitionColumns]

/** Whether the write's condition held, or what it failed with. */
export type WriteOutcome = boolean | WriteFailure

export interface WriteFailure {
  readonly thrown: unknown
}
