import { describe, expect, test } from 'vitest'
import { hintOf, messageOf } from '../../src/core/errors/catalogue.ts'
import { Fault } from '../../src/core/fault.ts'
import type { JsonValue } from '../../src/core/json.ts'
import { checkMapping, resolveMapping } from '../../src/rules/mapping.ts'

const data = {
  input: { name: 'Ada', count: 3, ratio: 0.5, yes: true, nothing: null, list: [1, 2], map: { k: 'v' }, 'a}}b': 'odd' },
  results: { cleaner: { rows: [{ id: 1 }], text: '${{ input.name }}' } },
  region: { code: 'eu' },
}
const known = { names: ['cleaner', 'reporter'], locals: ['region'] }

describe('a string that is one slot takes the value with its type', () => {
  test.each<[string, JsonValue]>([
    ['${{ input.list }}', [1, 2]],
    ['${{input.map}}', { k: 'v' }],
    ['${{ input.count }}', 3],
    ['${{ input.nothing }}', null],
    ['${{ results.cleaner.rows[0].id }}', 1],
    ['${{ prev_step.cleaner.rows }}', [{ id: 1 }]],
    ['${{ region.code }}', 'eu'],
    ['${{ input["a}}b"] }}', 'odd'],
    ["${{\n input\n['name'] }}", 'Ada'],
    ['${{ input.gone ?? null }}', null],
    ["${{ input.gone ?? 'none' }}", 'none'],
    ['${{ input.gone ?? -1.5 }}', -1.5],
    ['${{ input.gone ?? False }}', false],
    ["${{ input.gone ?? ['a', [1]] }}", ['a', [1]]],
    ['${{ input.gone ?? [] }}', []],
    ["${{ input.gone ?? '${{' }}", '${{'],
    ['${{ input.nothing ?? 1 }}', null],
    ['${{ input.count ?? 1 }}', 3],
  ])('%s', (template, value) => {
    expect(checkMapping(template, known).findings).toEqual([])
    expect(resolveMapping(template, data)).toEqual(value)
  })
})

describe('mixed text takes scalars', () => {
  test.each([
    ['Dear ${{ input.name }}!', 'Dear Ada!'],
    ['${{ input.count }}/${{ input.ratio }}', '3/0.5'],
    ['${{ input.yes }} ${{ input.nothing }}', 'true null'],
    [' ${{ input.name }}', ' Ada'],
    ["to ${{ input.gone ?? 'nobody' }}", 'to nobody'],
    ['no slot: $ { {{ }} }}', 'no slot: $ { {{ }} }}'],
    ['', ''],
  ])('%s', (template, value) => {
    expect(checkMapping(template, known).findings).toEqual([])
    expect(resolveMapping(template, data)).toBe(value)
  })
})

test('maps and lists are filled in at every level, and their keys are left alone', () => {
  const template: JsonValue = {
    rows: '${{ results.cleaner.rows }}',
    method: 'robust',
    n: 1,
    deep: [{ x: '${{ input.name }}' }],
    '${{ k }}': null,
  }
  expect(resolveMapping(template, data)).toEqual({
    rows: [{ id: 1 }],
    method: 'robust',
    n: 1,
    deep: [{ x: 'Ada' }],
    '${{ k }}': null,
  })
})

test('values are never scanned again', () => {
  expect(resolveMapping('${{ results.cleaner.text }}', data)).toBe('${{ input.name }}')
  expect(resolveMapping('<${{ results.cleaner.text }}>', data)).toBe('<${{ input.name }}>')
})

test('a key called __proto__ stays a key', () => {
  const template = JSON.parse('{"__proto__": "${{ input.name }}"}') as JsonValue
  expect(JSON.stringify(resolveMapping(template, data))).toBe('{"__proto__":"Ada"}')
})

test.each([
  ['${{ input.gone.x }}', 'input.gone.x'],
  ['${{ input.name.length }}', 'input.name.length'],
  ['${{ input.constructor }}', 'input.constructor'],
  ['${{ results.reporter.text }}', 'results.reporter.text'],
  ['text ${{ input["row-count"] }}', 'input["row-count"]'],
])('a missing path in %s is a fault that names it and shows the default', (template, path) => {
  const fault = faultOf(template)
  expect(fault).toMatchObject({ code: 'MAPPING_MISSING', args: { path } })
  expect(fault.hint).toContain(`\${{ ${path} ?? null }}`)
})

test('a list or map within text is a fault', () => {
  expect(faultOf('rows: ${{ input.list }}')).toMatchObject({
    code: 'MAPPING_NOT_SCALAR',
    args: { path: 'input.list', type: 'list' },
  })
  expect(faultOf('rows: ${{ input.map }}')).toMatchObject({ code: 'MAPPING_NOT_SCALAR', args: { type: 'map' } })
})

test('a template that was never checked fails with the fault of its syntax', () => {
  expect(faultOf('${{ input. }}')).toMatchObject({ code: 'MAPPING_SYNTAX', at: '11-13' })
})

describe('a slot that cannot be read is a finding with its place', () => {
  test.each([
    ['a ${{ input.x + 1 }}', '+', /expected `}}`/],
    ['a ${{ input.x', '', /met the end/],
    ['a ${{ }}', '}}', /expected a path/],
    ["a ${{ 'x' }}", "'x'", /expected a path/],
    ['a ${{ input.x ?? input.y }}', 'input', /expected a string, a number/],
    ['a ${{ input.x ?? }}', '}}', /expected a string, a number/],
    ['a ${{ len(input.x) }}', '(', /expected `}}`/],
    ['a ${{ input.x == 1 }}', '==', /expected `}}`/],
    ['a ${{ input[x] }}', 'x', /a key in quotes/],
    ["a ${{ input.x ?? 'y }}", "'y }}", /not closed/],
  ])('%s', (template, marked, message) => {
    const { findings } = checkMapping({ deep: ['', template] }, known)
    expect(findings).toHaveLength(1)
    const [{ code, span, path, args } = never()] = findings
    expect({ code, path }).toEqual({ code: 'MAPPING_SYNTAX', path: ['deep', 1] })
    expect(template.slice(span.start, span.end)).toBe(marked)
    expect(messageOf(code, args)).toMatch(message)
  })
})

test('unknown names are findings, in every string, with a suggestion', () => {
  const { findings, reads } = checkMapping(
    ['${{ results.cleanr.x }} ${{ inputs.x }}', '${{ results.cleaner }} ${{ regio.code }}'],
    known,
  )
  expect(findings.map(({ code, path, span, args }) => [code, path[0], span.start, hintOf(code, args)])).toEqual([
    ['RULE_UNKNOWN_NAME', 0, 12, 'Did you mean cleaner?'],
    ['RULE_UNKNOWN_NAME', 0, 28, 'Did you mean input?'],
    ['RULE_UNKNOWN_NAME', 1, 27, 'Did you mean region?'],
  ])
  expect(reads).toEqual(['cleaner'])
})

test('a list as default within text is a finding, before it can become a fault', () => {
  expect(checkMapping('x ${{ input.gone ?? [] }}', known).findings).toMatchObject([
    { code: 'MAPPING_NOT_SCALAR', span: { start: 20, end: 22 } },
  ])
})

test('a template of 32 levels is accepted, one of 33 is a finding', () => {
  const nested = (levels: number): JsonValue => (levels === 0 ? 'x' : [nested(levels - 1)])
  expect(checkMapping(nested(32), known).findings).toEqual([])
  expect(checkMapping(nested(33), known).findings).toMatchObject([
    { code: 'MAPPING_SYNTAX', span: { start: 0, end: 0 } },
  ])
})

function faultOf(template: JsonValue): Fault {
  try {
    resolveMapping(template, data)
  } catch (error) {
    if (error instanceof Fault) return error
    throw error
  }
  throw new Error('no fault')
}

function never(): never {
  throw new Error('no finding')
}
