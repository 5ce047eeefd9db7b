import { expect, it } from 'vitest'
import { type Check, runChecks } from '../../e2e/check.ts'
import type { Report } from '../../e2e/report.ts'

function aReport(): Report & { readonly lines: string[] } {
  const lines: string[] = []
  return { logFile: 'run.log', lines, say: (line) => void lines.push(line), detail: () => {} }
}

function aCheck(meet: Check<number>['meet']): Check<number> {
  return { title: 'a number is met', expected: '7', meet }
}

it('a check passes when what was met reads as what was expected, and fails when it differs or throws', async () => {
  const report = aReport()
  const checks = [
    aCheck(async (number) => String(number)),
    aCheck(async (number) => ({ met: String(number + 1), figure: 'in no time' })),
    aCheck(() => Promise.reject(new TypeError('no number'))),
  ]
  const tally = await runChecks(checks, { context: 7, report, signal: new AbortController().signal })
  expect(tally).toEqual({ passed: 1, failed: 2 })
  expect(report.lines.map((line) => line.replace(/\d\.\d s/, '0.0 s'))).toEqual([
    'pass  a number is met  (0.0 s)',
    '      expected  7',
    '      met       7',
    'FAIL  a number is met  (in no time; 0.0 s)',
    '      expected  7',
    '      met       8',
    'FAIL  a number is met  (0.0 s)',
    '      expected  7',
    '      met       TypeError: no number',
  ])
})

it('what is left when the time is over has failed, also a check that never ends', async () => {
  const time = new AbortController()
  const endless = aCheck(() => {
    time.abort(new Error('time is over'))
    return new Promise(() => {})
  })
  const untouched = aCheck(async () => '7')
  const report = aReport()
  const tally = await runChecks([endless, untouched], { context: 7, report, signal: time.signal })
  expect(tally).toEqual({ passed: 0, failed: 2 })
  expect(report.lines.filter((line) => line.includes('Error: time is over'))).toHaveLength(2)
})
