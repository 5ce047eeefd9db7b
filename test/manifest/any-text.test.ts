import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadManifest } from '../../src/manifest/load-manifest.ts'
import { renderFindings } from '../../src/manifest/render-findings.ts'

const sample = readFileSync(new URL('fixtures/seed-style.yaml', import.meta.url), 'utf8')

/** Whatever the text: no throw, a definition or an error, and every place where it says it is. */
function holds(text: string): void {
  const { definition, findings } = loadManifest(text, { file: 'agents.yaml', hasFile: () => true })
  expect(definition === undefined).toBe(findings.some(({ level }) => level === 'error'))
  for (const { at } of findings) {
    if (at === undefined) throw new Error('A finding has no place')
    const before = text.slice(0, at.start)
    expect(at.end).toBeGreaterThanOrEqual(at.start)
    expect(at.end).toBeLessThanOrEqual(text.length)
    expect(at.line).toBe(before.split('\n').length)
    expect(at.column).toBe(at.start - (before.lastIndexOf('\n') + 1) + 1)
  }
  expect(renderFindings(findings, text, { color: false })).toMatch(/(No findings|errors?|warnings?)\n$/)
}

describe('any text', () => {
  it('is answered with findings that lie in it, never with a throw', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), holds), { numRuns: 50 })
  })

  it('is answered the same way when it is made of YAML', () => {
    const token = fc.constantFrom(
      '- ',
      ': ',
      '\n',
      '  ',
      '{',
      '}',
      '[',
      ']',
      ', ',
      '"',
      "'",
      '# ',
      '&x ',
      '*x',
      '!!',
      '|\n',
      '%',
      '---\n',
      'agents',
      'project',
      'a',
      '1',
      '<<',
      '?',
      '\t',
    )
    const text = fc.array(token, { maxLength: 60 }).map((tokens) => tokens.join(''))
    fc.assert(fc.property(text, holds), { numRuns: 100 })
  })

  it('is answered the same way when it is a good file with a mistake', () => {
    const change = fc.record({
      at: fc.nat(sample.length),
      drop: fc.nat(12),
      put: fc.oneof(
        fc.constantFrom('', ' ', '\n', ':', '- ', '{', ']', '"', '#', '&x', '*x', '7', 'a', 'null', '~'),
        fc.string({ maxLength: 5 }),
      ),
    })
    const text = change.map(({ at, drop, put }) => sample.slice(0, at) + put + sample.slice(at + drop))
    fc.assert(fc.property(text, holds), { numRuns: 50 })
  })

  it('is answered the same way when a value has another type', () => {
    const value = fc.constantFrom('null', '7', '-1', 'true', '""', '[]', '{}', '[1]', '{ a: 1 }', '2m', 'a', '1e3')
    const lines = sample.split('\n')
    const text = fc.tuple(fc.nat(lines.length - 1), value).map(([index, other]) => {
      return lines.map((line, at) => (at === index ? line.replace(/: .*$/, `: ${other}`) : line)).join('\n')
    })
    fc.assert(fc.property(text, holds), { numRuns: 50 })
  })
})
