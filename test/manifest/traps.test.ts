import { describe, expect, it } from 'vitest'
import { hintOf } from '../../src/core/errors/catalogue.ts'
import { maxManifestBytes } from '../../src/manifest/source.ts'
import { agents, codes, load, project, rowsOf, unmark } from './marked.ts'

const rows = rowsOf([
  ['an empty file', 'MANIFEST_EMPTY', '«»'],
  ['a file of comments', 'MANIFEST_EMPTY', '«»# nothing here\n'],
  ['a list', 'MANIFEST_NOT_A_MAP', '«- project\n»'],
  ['a word', 'MANIFEST_NOT_A_MAP', '«project»'],
  ['a second document', 'MANIFEST_SEVERAL_DOCUMENTS', `${project}${agents}«---\na: 1\n»`],
  ['a line that asks for YAML 1.1', 'MANIFEST_DIRECTIVE', `«%YAML 1.1»\n---\n${project}${agents}`],
  ['a directive behind a comment', 'MANIFEST_DIRECTIVE', `# mine\n«%TAG ! tag:x,2000:»\n---\n${project}${agents}`],
  ['a merge key', 'MANIFEST_MERGE_KEY', `${project}agents: { a: { «<<»: { type: worker } } }\n`],
  ['a key __proto__', 'MANIFEST_FORBIDDEN_KEY', `${project}agents: { a: { «__proto__»: { type: orchestrator } } }\n`],
  ['a key that stands twice', 'MANIFEST_DUPLICATE_KEY', `${project}agents:\n  a: {}\n  «a»: { type: worker }\n`],
  ['a number with a leading zero', 'MANIFEST_NUMBER', `${project}agents: { a: { runtime: { timeout: «0777» } } }\n`],
  ['an infinite number', 'MANIFEST_NUMBER', `${project}agents: { a: { runtime: { timeout: «.inf» } } }\n`],
  ['not a number', 'MANIFEST_NUMBER', `${project}agents: { a: { runtime: { timeout: «.nan» } } }\n`],
  [
    'a number too large for a double',
    'MANIFEST_NUMBER',
    `${project}agents: { a: { runtime: { timeout: «1e400» } } }\n`,
  ],
  [
    'an integer beyond 2^53-1',
    'MANIFEST_NUMBER',
    `${project}agents: { a: { runtime: { memory: «9007199254740993» } } }\n`,
  ],
  ['an unknown tag', 'MANIFEST_TAG', `${project}agents: { a: { description: «!secret» x } }\n`],
  ['a tag beyond JSON', 'MANIFEST_TAG', `${project}agents: { a: { description: !!binary «aGk=» } }\n`],
  ['an anchor that contains itself', 'MANIFEST_ALIAS', `${project}agents: { a: &a { retry: «*a» } }\n`],
  ['an alias without anchor', 'MANIFEST_ALIAS', `${project}agents: { a: «*b» }\n`],
  ['a tab as indentation', 'MANIFEST_SYNTAX', `${project}agents:\n«\t»a: {}\n`, 'Indent with spaces'],
  [
    'a line too far left',
    'MANIFEST_SYNTAX',
    `${project}agents:\n  a:\n    type: worker\n« »  entry: x\n`,
    'same column',
  ],
  ['a text with a colon', 'MANIFEST_SYNTAX', `${project}agents:\n  a:\n    description: «x»: y\n`, 'in quotes'],
  [
    'a text with a colon in braces',
    'MANIFEST_SYNTAX',
    `${project}agents: { a: { description: «x: y »} }\n`,
    'in quotes',
  ],
  ['a list that is not closed', 'MANIFEST_SYNTAX', `${project}agents: { a: { retry: { on: [A «}» } }`, 'missing'],
  ['a quote that is not closed', 'MANIFEST_SYNTAX', `${project}${agents}api: "x\n«»`],
  ['a key that is a list', 'MANIFEST_SYNTAX', `${project}? «[»a]\n: {}\n${agents}`],
])

describe('YAML that means something else than it seems', () => {
  it.each(rows)('$title is an error at its place', ({ code, marked, words = '' }) => {
    const { text, span } = unmark(marked)
    const { definition, findings } = load(text)
    expect(definition).toBeUndefined()
    const [first] = findings
    expect(first).toMatchObject({ code, level: 'error', at: span })
    expect(first === undefined ? '' : (hintOf(first.code, first.args) ?? '')).toContain(words)
  })

  it('reads yes, no, on and off as the text they are', () => {
    const { manifest } = load(`${project}agents: { a: { description: yes, retry: { on: [NO_ROWS] } } }\n`)
    expect(manifest?.agents.a).toEqual({ description: 'yes', retry: { on: ['NO_ROWS'] } })
  })

  it('names the line of the first of two equal keys', () => {
    const { findings } = load(`${project}agents:\n  a: {}\n  b: {}\n  a: {}\n`)
    expect(findings[0]?.args).toEqual({ key: 'a', line: 3 })
  })

  it('shares an anchored value with its aliases', () => {
    const { definition } = load(`${project}agents: { a: &x { description: hi }, b: *x }\n`)
    expect(definition?.agents.b?.description).toBe('hi')
  })

  it('accepts 100 aliases and refuses 101', () => {
    const file = (count: number) =>
      `${project}agents: { a: &x {} , ${names(count)
        .map((name) => `${name}: *x`)
        .join(', ')} }\n`
    expect(codes(load(file(100)))).toEqual([])
    expect(codes(load(file(101)))).toEqual(['MANIFEST_ALIAS'])
  })

  it('refuses aliases that would grow without bound', () => {
    const levels = [...'bcdefghi'].map((name, index) => `${name}: &${name} [${`*${'abcdefgh'[index]}, `.repeat(10)}]`)
    expect(codes(load(`a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n${levels.join('\n')}\n`))).toEqual(['MANIFEST_TOO_LARGE'])
  })

  it.each(['[', '{a: ', '- ', '? '])('answers 10,000 times "%s" with a finding', (open) => {
    const { findings } = load(open.repeat(10_000))
    expect(findings.length).toBeGreaterThan(0)
    expect(findings.length).toBeLessThanOrEqual(10)
  })

  it('refuses more than 64 levels of nesting', () => {
    const nested = (levels: number) =>
      `${project}${agents}orchestration: { input_schema: ${'{ not: '.repeat(levels)}{}${' }'.repeat(levels)} }\n`
    expect(codes(load(nested(62)))).toEqual([])
    expect(codes(load(nested(63)))).toEqual(['MANIFEST_TOO_LARGE'])
  })

  it('accepts 256 KB and refuses one byte more', () => {
    const padded = (bytes: number) => `${project}${agents}#`.padEnd(bytes, 'x')
    expect(codes(load(padded(maxManifestBytes)))).toEqual([])
    expect(codes(load(padded(maxManifestBytes + 1)))).toEqual(['MANIFEST_TOO_LARGE'])
  })

  it('finds a duplicate among 20,000 keys by one walk', () => {
    const keys = Array.from({ length: 20_000 }, (_, index) => `k${index}: 1`)
    expect(codes(load([...keys, 'k7: 2'].join('\n')))).toContain('MANIFEST_DUPLICATE_KEY')
  })

  it('keeps places right behind a byte order mark and with CRLF', () => {
    const { findings } = load(`\uFEFF${project}${agents}apx: 1\n`.replaceAll('\n', '\r\n'))
    expect(findings[0]).toMatchObject({ code: 'MANIFEST_UNKNOWN_KEY', at: { line: 3, column: 1 } })
  })
})

function names(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `n${index}`)
}
