import type { DefinitionColumns } from './definition-rows.ts'
import type { CreatedColumns, SavedColumns } from './job-record.ts'
import type { ClaimColumns, RecordColumns } from './result-rows.ts'

/** One write, as the columns it puts. Lists, since these cost half of what objects do on their way to another thread. */
export type StoreWrite =
  | readonly ['createJob', CreatedColumns]
  | readonly ['saveJob', SavedColumns]
  | readonly ['claimResult', ClaimColumns]
  | readonly ['recordResult', RecordColumns]
  | readonly ['putDefinition', DefinitionColumns]

/** Whether the write's condition held, or why it could not be carried out. */
export type WriteOutcome = boolean | WriteFailure

export interface WriteFailure {
  readonly message: string
  /** SQLite's extended result code. */
  readonly errcode?: number
}
