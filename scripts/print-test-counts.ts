import { readFileSync } from 'node:fs'

// The line that CI reads: how many tests passed and failed, from the report of the run before.
const { numPassedTests, numFailedTests } = JSON.parse(readFileSync('.vitest/report.json', 'utf8'))
process.stdout.write(`${numPassedTests} passed, ${numFailedTests} failed\n`)
