import { writeSync } from 'node:fs'
import { readOptions, usage } from './options.ts'
import { testCloud } from './test-cloud.ts'

/** `npm run e2e`: docs/cloud-test.md says how. Exit 0: all checks passed; 1: not all; 2: wrong arguments. */
const options = readOptions(process.argv.slice(2))
if (typeof options === 'string') {
  writeSync(2, `${options}\n\n${usage}`)
  process.exitCode = 2
} else {
  const interrupted = new AbortController()
  process.once('SIGINT', () => interrupted.abort(new Error('interrupted')))
  try {
    const { failed } = await testCloud(options, interrupted.signal)
    process.exitCode = failed === 0 ? 0 : 1
  } catch (error) {
    writeSync(2, `The test did not begin: ${error instanceof Error ? error.message || error.name : String(error)}\n`)
    process.exitCode = 1
  }
}
