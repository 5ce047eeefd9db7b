import type { ErrorEntry } from './error-entry.ts'

/** The command line and the laptop runtime. */
export const cliErrors = {
  CLI_USAGE: { message: '{problem}', hint: 'See what there is: troupe --help' },
  CLI_INPUT_NEEDED: { message: '{what} is not given, and there is no terminal to ask on', hint: 'Give it: {flag}' },
  CLI_INPUT_UNREADABLE: {
    message: 'Input {source} cannot be read: {problem}',
    hint: 'Give the path of a JSON file, JSON itself, or - for stdin',
  },
  CLI_OPTION_INVALID: {
    message: 'Option {option} is {met}; it must be {limit}',
    hint: 'See its help: troupe {command} --help',
  },
  CLI_FILE_EXISTS: { message: 'File {file} exists already', hint: 'Replace it: --force' },
  CLI_ACCESS_REFUSED: {
    message: 'What answers at {url} refuses this caller: {problem}',
    hint: 'Name the stage in place of its address, so that requests are signed: --stage <name>',
  },
  CLI_NO_RUNTIME: { message: 'No runtime answers at {url}: {problem}', hint: 'Start it: troupe dev' },
  CLI_NOT_A_RUNTIME: {
    message: 'What answers at {url} is not a Troupe runtime: {problem}',
    hint: 'Name its address: --url <address>',
  },
  CLI_RUNTIME_BUSY: { message: 'Runtime at {url} cannot answer now: {problem}', hint: 'Try again' },
  CLI_SAMPLE_MISSING: {
    message: 'Demo has no sample input: there is no .json file in {folder}',
    hint: 'Give one: --input <file or JSON>',
  },
  CLI_URL_INVALID: { message: '{source} is {url}, not an http address', hint: 'Write it like http://127.0.0.1:4000' },
  CLI_WAIT_TIMED_OUT: {
    message: 'Job {jobId} did not end within {timeout}; it goes on',
    hint: 'Watch it: troupe jobs watch {jobId}',
  },
  PORT_IN_USE: { message: 'Port {port} of {host} is used by another process', hint: 'Choose another: --port <number>' },
  MANIFEST_INVALID: { message: 'File {file} is not valid, errors: {count}', hint: 'See them: troupe validate {file}' },
  PORT_UNUSABLE: {
    message: 'Port {port} of {host} cannot be used: {problem}',
    hint: 'Choose another: --port <number>',
  },
  INTERNAL: { message: 'Something broke that should not: {problem}', hint: 'Report it with the request id' },
} as const satisfies Record<string, ErrorEntry>
