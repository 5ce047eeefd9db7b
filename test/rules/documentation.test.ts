import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { hintOf, messageOf } from '../../src/core/errors/catalogue.ts'
import { checkCondition } from '../../src/rules/condition.ts'
import { checkMapping } from '../../src/rules/mapping.ts'

const page = readFileSync(new URL('../../docs/conditions.md', import.meta.url), 'utf8')

/** The page's examples of findings: the text, the carets, the code with its message, the hint. */
const frame = /^(.+)\n( *)(\^+)\n([A-Z]+_[A-Z_]+) {2}(.+)\n +(.+)$/gm

test('the findings in docs/conditions.md are what the check says', () => {
  const shown = [...page.matchAll(frame)]
  expect(shown.length).toBeGreaterThan(4)
  for (const [, line = '', indent = '', carets = '', code = '', message, hint] of shown) {
    // A mapping stands in the value of its key.
    const offset = code.startsWith('MAPPING') ? line.indexOf('$') : 0
    const text = line.slice(offset)
    const names = { names: ['reporter'] }
    const { findings } = offset > 0 ? checkMapping(text, names) : checkCondition(text, names)
    const span = { start: indent.length - offset, end: indent.length - offset + carets.length }
    const [met] = findings.filter((finding) => finding.span.start === span.start)
    expect(met).toMatchObject({ code, span })
    if (met !== undefined) expect([messageOf(met.code, met.args), hintOf(met.code, met.args)]).toEqual([message, hint])
  }
})
