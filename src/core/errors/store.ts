import type { ErrorEntry } from './error-entry.ts'

/** Job table, lists of jobs, blobs and the data directory. */
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
  STORE_RECORD_UNREADABLE: {
    message: '{record} cannot be read from the store: {problem}',
    hint: 'Restore it from a copy, or run the version that wrote it; other records are not affected',
  },
  STORE_TOO_LARGE: {
    message: '{record} has {bytes} bytes; the store holds at most {max}',
    hint: 'Make it smaller: fewer or shorter steps, labels and rules',
  },
  QUEUE_UNAVAILABLE: { message: 'Queue did not carry out {operation}: {problem}', hint: 'Try again' },
  EVENT_BUS_UNAVAILABLE: { message: 'Event bus did not take {count} events: {problem}', hint: 'Try again' },
  BLOB_KEY_INVALID: {
    message: 'Blob key {key} is not made of names of [A-Za-z0-9._-] with / between them, or is too long',
    hint: 'Use at most 200 characters a name and 512 in all',
  },
  BLOB_MISSING: { message: 'Blob {key} is not in the store' },
  DATA_DIRECTORY_IN_USE: {
    message: 'Data directory {directory} is used by another process{pid}',
    hint: 'Stop that process, or choose another: --data <directory>',
  },
  DATA_DIRECTORY_UNUSABLE: {
    message: 'Data directory {directory} cannot be used: {problem}',
    hint: 'Choose another one, which you may write to: --data <directory>',
  },
  DATA_DIRECTORY_NEWER: {
    message: 'Data directory {directory} has format {found}; this version reads up to {supported}',
    hint: 'Upgrade troupe, or choose another directory: --data <directory>',
  },
  API_CURSOR_INVALID: {
    message: 'Cursor {cursor} was not made by this list',
    hint: 'Send nextCursor of the page before, or none for the first page',
  },
} as const satisfies Record<string, ErrorEntry>
