import { describe, expect, test } from 'vitest'
import { hintOf, messageOf } from '../../src/core/errors/catalogue.ts'
import { checkCondition } from '../../src/rules/condition.ts'

const names = ['reporter', 'cleaner']

/** Each finding as a person sees it: the condition, carets under the span, message and hint. */
function frames(text: string): string[] {
  return checkCondition(text, { names }).findings.map(({ code, span, args }) => {
    const carets = ' '.repeat(span.start) + '^'.repeat(Math.max(1, span.end - span.start))
    return [text, carets, `${code} ${messageOf(code, args)}`, hintOf(code, args) ?? '-'].join('\n')
  })
}

const cases: readonly (readonly [condition: string, carets: string, message: RegExp, hint: RegExp])[] = [
  ["input.kind == 'x' && true", '                  ^^', /met `&&`/, /^Write and$/],
  ["input.kind = 'x'", '           ^', /met `=`/, /^Write == to compare$/],
  ["input.kind === 'x'", '           ^^^', /met `===`/, /==/],
  ['input.a AND input.b', '        ^^^', /met `AND`/, /^Write and: keywords are lower case$/],
  ['${{ input.yes }}', '^^^', /met `\$\{\{`/, /never wrapped/],
  ['1 < 2 < 3', '      ^', /do not chain/, /and/],
  ['input.row-count > 1', '         ^', /met `-`/, /\["row-count"\]/],
  ['input.row-2 > 1', '         ^^', /met `-2`/, /\["row-2"\]/],
  ['results.reporter-2.x > 1', '                ^^', /met `-2`/, /\["reporter-2"\]/],
  ['input.a + 1 > 1', '        ^', /met `\+`/, /no arithmetic/],
  ['input.kind.lower() == 1', '                ^', /met `\(`/, /lower\(input\.name\)/],
  ["input.kind == 'x", '              ^^', /not closed/, /Close it with '/],
  ["input.kind == 'a\\d'", '                ^^', /unknown escape/, /\\uXXXX/],
  ['input.n == 9007199254740993', '           ^^^^^^^^^^^^^^^^', /rounded/, /^-$/],
  ['input.n == 0x1F', '           ^^^^', /0x1F is not a number/, /decimal/],
  ['input.n == 007', '           ^^^', /007 is not a number/, /leading zeros/],
  ['input.n == 1_000', '           ^^^^^', /1_000 is not a number/, /without _/],
  ['not', '   ^', /expected a value, met the end/, /^-$/],
  ['()', ' ^', /between the parentheses/, /^-$/],
  ['true or always', '        ^^^^^^', /larger condition/, /always/],
  ['', '^', /it is empty/, /always/],
  ['input.größe', '        ^', /met `ö`/, /input\["größe"\]/],
  ['input.x == “a”', '           ^', /met `“`/, /straight quotes/],
  ['input.x == 😀', '           ^^', /met `😀`/, /^-$/],
  ['input.x == not input.y', '           ^^^', /met `not`/, /parentheses/],
  ['results.reportr.ok', '        ^^^^^^^', /Name reportr does not exist/, /^Did you mean reporter\?$/],
  ["results['nobody'].ok", '        ^^^^^^^^', /Name nobody does not exist/, /^-$/],
  ['inputs.x == 1', '^^^^^^', /Name inputs/, /^Did you mean input\?$/],
  ['reporter.ok', '^^^^^^^^', /Name reporter/, /^Did you mean results\.reporter\?$/],
  ['input.kind == financial', '              ^^^^^^^^^', /Name financial/, /text needs quotes/],
  ['alway', '^^^^^', /Name alway/, /^Did you mean always\?$/],
  ['startswith(input.x, "a")', '^^^^^^^^^^', /startswith\(\) does not exist/, /^Did you mean starts_with\(\)\?$/],
  ['matches(input.x, "a")', '^^^^^^^', /matches\(\) does not exist/, /contains/],
  ["1 == 'a'", '^^^^^^^^', /literal number with a literal string/, /same type/],
  ["input.x in 'abc'", '^^^^^^^^^^^^^^^^', /looks into a list, and met a string/, /contains\('abc', input\.x\)/],
  ["input.x not in 'abc'", '^^^^^^^^^^^^^^^^^^^^', /a string/, /not contains\('abc', input\.x\)/],
  ['true and 5', '         ^', /a number stands where true or false/, /Compare/],
  ['lower(5) == input.x', '      ^', /lower\(\) takes a string, and met a number/, /^-$/],
  ['len() == 1', '^^^^^', /takes 1 argument, and was given 0/, /^-$/],
  ['exists("x")', '^^^^^^^^^^^', /takes one path/, /exists\(input\.name\)/],
]

describe('a finding has its place, its words and its repair', () => {
  test.each(cases)('in `%s`', (...[text, carets, message, hint]) => {
    const [shown, ...others] = frames(text)
    expect(others).toEqual([])
    const [, drawn, said, repair] = (shown ?? '').split('\n')
    expect(drawn).toBe(carets)
    expect(said).toMatch(message)
    expect(repair).toMatch(hint)
  })
})

test('all unknown names and types are found at once, by position', () => {
  const { findings } = checkCondition("kind == financial and results.x.y > 1 or nofun(1) or 1 == 'a'", { names })
  expect(findings.map(({ code, span }) => [code, span.start])).toEqual([
    ['RULE_UNKNOWN_NAME', 0],
    ['RULE_UNKNOWN_NAME', 8],
    ['RULE_UNKNOWN_NAME', 30],
    ['RULE_UNKNOWN_FUNCTION', 41],
    ['RULE_TYPE', 53],
  ])
})

test('a condition with an error cannot be evaluated', () => {
  expect(checkCondition('kind', { names })).not.toHaveProperty('condition')
})

test('the names it reads are told once each, in order, whatever the root and the brackets', () => {
  const text = "prev_step.reporter.a == 1 or results['cleaner'].b == 2 or exists(results.reporter)"
  expect(checkCondition(text, { names }).reads).toEqual(['reporter', 'cleaner'])
  expect(checkCondition('input.reporter', { names }).reads).toEqual([])
})

test('results as a whole read every name', () => {
  expect(checkCondition('len(results) == 2', { names }).reads).toEqual(names)
})

test('the part of a text beyond 1,000 characters is marked, counted in code points', () => {
  const text = `'${'😀'.repeat(999)}' == input.x`
  expect(checkCondition(text, { names }).findings).toMatchObject([
    { code: 'RULE_SYNTAX', span: { start: 1 + 2 * 999, end: text.length } },
  ])
})
