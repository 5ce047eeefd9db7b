import type { ErrorEntry } from './catalogue.ts'

/** The command line and the laptop runtime. */
export const cliErrors = {
  CLI_USAGE: { message: '{problem}', hint: 'See what there is: troupe --help' },
  CLI_INPUT_NEEDED: { message: '{what} is needed, and there is no terminal to ask on', hint: 'Give it: {flag}' },
  CLI_INPUT_UNREADABLE: {
    message: 'Input {source} cannot be read: {problem}',
    hint: 'Give the path of a JSON file, JSON itself, or - for stdin',
  },
  CLI_FILE_EXISTS: { message: 'File {file} exists already', hint: 'Replace it: --force' },
  CLI_NO_RUNTIME: { message: 'No runtime answers at {url}: {problem}', hint: 'Start it: troupe dev' },
  CLI_WAIT_TIMED_OUT: {
    message: 'Job {jobId} did not end within {timeout}; it goes on',
    hint: 'Watch it: troupe jobs watch {jobId}',
  },
  PORT_IN_USE: { message: 'Port {port} of {host} is used by another process', hint: 'Choose another: --port <number>' },
  INTERNAL: { message: 'Something broke that should not: {problem}', hint: 'Report it with the request id' },
} as const satisfies Record<string, ErrorEntry>
