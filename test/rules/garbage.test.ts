import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageOf } from '../../src/core/errors/catalogue.ts'
import { Fault } from '../../src/core/fault.ts'
import { checkCondition, evaluateCondition } from '../../src/rules/condition.ts'
import { checkMapping, resolveMapping } from '../../src/rules/mapping.ts'
import type { ConditionFinding } from '../../src/rules/syntax-problem.ts'
import { input, json, print, tree } from './generated-condition.ts'

const names = ['reporter', 'or']

/** Pieces of the language in any order, some of them broken. */
const pieces = fc
  .array(
    fc.constantFrom(
      ...[
        'input',
        '.',
        '[',
        ']',
        '(',
        ')',
        ',',
        ' ',
        '==',
        '!=',
        '<',
        'in',
        'not',
        'and',
        'or',
        'always',
        'null',
        '0',
        '1',
      ],
      ...[
        '"a"',
        "'b",
        '"',
        '\\',
        '\\u',
        '-',
        '1e999',
        '$',
        '${{',
        '}}',
        '??',
        '=',
        '!',
        '\n',
        'results',
        'reporter',
        'len',
        'exists',
      ],
      ...['😀', '\ud83d', '\ude00', '\u0000', '\u2028', 'é', '_', '#'],
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''))

/** A valid condition with one stretch cut out, doubled or replaced. */
const mutated = fc
  .tuple(tree.map(print), fc.nat(), fc.nat(6), fc.string({ unit: 'binary', maxLength: 3 }))
  .map(([text, at, length, insert]) => {
    const start = at % (text.length + 1)
    return text.slice(0, start) + insert + text.slice(start + length)
  })

const garbage = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), pieces, mutated)

function expectSound(text: string, { span, code, args }: ConditionFinding): void {
  expect(0 <= span.start && span.start <= span.end && span.end <= text.length).toBe(true)
  expect(messageOf(code, args)).not.toMatch(/\{\w+\}/)
}

test('no text makes the check of a condition throw, and each finding lies within the text', () => {
  fc.assert(
    fc.property(garbage, (text) => {
      const { condition, findings } = checkCondition(text, { names })
      expect(condition === undefined).toBe(findings.length > 0)
      for (const finding of findings) expectSound(text, finding)
    }),
    { numRuns: 1_500 },
  )
})

test('no text cuts a surrogate pair in a finding', () => {
  fc.assert(
    fc.property(fc.oneof(pieces, mutated), (text) => {
      for (const { span } of checkCondition(text, { names }).findings) {
        for (const offset of [span.start, span.end]) {
          const cut = text.slice(offset - 1, offset + 1)
          expect(offset > 0 && /^[\ud800-\udbff][\udc00-\udfff]$/.test(cut)).toBe(false)
        }
      }
    }),
    { numRuns: 1_000 },
  )
})

test('an accepted condition evaluates on any JSON to true or false, or throws RULE_TYPE_ERROR', () => {
  fc.assert(
    fc.property(fc.oneof(pieces, mutated, tree.map(print)), fc.oneof(json, input), json, (text, data, output) => {
      const { condition } = checkCondition(text, { names })
      if (condition === undefined) return
      try {
        const { value, read, missing } = evaluateCondition(condition, { input: data, results: { reporter: output } })
        expect(typeof value).toBe('boolean')
        expect(new Set([...read.map(([path]) => path), ...missing]).size).toBe(read.length + missing.length)
      } catch (error) {
        expect(error).toBeInstanceOf(Fault)
        expect(error).toMatchObject({ code: 'RULE_TYPE_ERROR' })
        const { start, end } = (error as Fault).args as { start: number; end: number }
        expect(0 <= start && start < end && end <= text.length).toBe(true)
      }
    }),
    { numRuns: 1_500 },
  )
})

test('no text makes the check of a mapping throw, and what it accepts resolves or fails with its faults', () => {
  const template = fc.oneof(
    pieces,
    mutated.map((text) => `\${{ ${text} }}`),
    pieces.map((text) => `a \${{input.a${text}}}`),
  )
  fc.assert(
    fc.property(template, input, (text, data) => {
      const { findings } = checkMapping({ key: [text] }, { names })
      for (const finding of findings) expectSound(text, finding)
      if (findings.length > 0) return
      try {
        resolveMapping(text, { input: data, results: {} })
      } catch (error) {
        expect(['MAPPING_MISSING', 'MAPPING_NOT_SCALAR']).toContain((error as Fault).code)
      }
    }),
    { numRuns: 1_500 },
  )
})
