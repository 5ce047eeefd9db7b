import type { ErrorEntry } from './catalogue.ts'

/** Job table, blobs and the data directory. */
export const storeErrors = {
  STORE_CONFLICT: {
    message: 'Job {jobId} was changed by another writer, {attempts} times in a row',
    hint: 'Try again',
  },
  STORE_FULL: {
    message: 'Disk is full: nothing of this change was saved',
    hint: 'Free space in {directory} and try again',
  },
  STORE_UNAVAILABLE: { message: 'Store did not carry out {operation}: {problem}', hint: 'Try again' },
  BLOB_MISSING: { message: 'Blob {key} is not in the store' },
  DATA_DIRECTORY_IN_USE: {
    message: 'Data directory {directory} is used by another process{pid}',
    hint: 'Stop that process, or choose another: --data <directory>',
  },
  DATA_DIRECTORY_NEWER: {
    message: 'Data directory {directory} has format {found}; this version reads up to {supported}',
    hint: 'Upgrade troupe, or choose another directory: --data <directory>',
  },
} as const satisfies Record<string, ErrorEntry>
