import { describe, expect, test } from 'vitest'
import { findReport } from '../../../src/cli/demo/find-report.ts'

describe('report of a result', () => {
  test('is the html of the last step, with its headline before its summary and its title', () => {
    const result = { title: 'T', summary: 'S', html: '<p>1</p>' }
    expect(findReport(result)).toEqual({ headline: 'S', html: '<p>1</p>' })
    expect(findReport({ ...result, headline: 'H' })).toEqual({ headline: 'H', html: '<p>1</p>' })
  })

  test('is found where several steps end the plan', () => {
    const result = { other: { rows: 3 }, reporter: { title: 'T', html: '<p>2</p>' } }
    expect(findReport(result)).toEqual({ headline: 'T', html: '<p>2</p>' })
  })

  test.each([[null], [3], ['text'], [[1]], [{}], [{ html: '' }], [{ html: 3 }]])('is absent in %j', (result) => {
    expect(findReport(result).html).toBeUndefined()
  })
})
