import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { errorCatalogue } from '../src/core/errors/catalogue.ts'
import type { ErrorEntry } from '../src/core/errors/error-entry.ts'

const entries: [string, ErrorEntry][] = Object.entries(errorCatalogue)
const tests = globSync('test/**/*.test.ts')
  .filter((file) => file !== 'test/error-catalogue.test.ts')
  .map((file) => readFileSync(file, 'utf8'))
  .join('\n')

describe('each code of the error catalogue', () => {
  it.each(entries)('%s begins with its area', (code) => {
    expect(code).toMatch(
      /^(MANIFEST|RULE|MAPPING|JOB|PLAN|WORKFLOW|DEFINITION|STEP|AGENT|MODEL|STORE|QUEUE|BLOB|EVENT|DATA|API|ROUTE|ENV|CLI|LOG|PORT|DEPLOY|AWS|STAGE|SIMULATION|INTERNAL)/,
    )
  })

  it.each(entries)('%s is provoked by a test', (code) => {
    expect(tests).toMatch(new RegExp(`['"\`]${code}['"\`]|\\b${code}\\b.*(?:stdout|stderr|code)`))
  })

  it.each(entries)(
    '%s says what is wrong in one sentence and gives its repair as an imperative',
    (_code, { message, hint }) => {
      expect(message).toMatch(/^[A-Z{]/)
      expect(message).not.toMatch(/[.!]$/)
      if (hint !== undefined) expect(hint).not.toMatch(/[.!]$/)
    },
  )
})
