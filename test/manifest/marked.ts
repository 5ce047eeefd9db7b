import { expect } from 'vitest'
import { hintOf, messageOf } from '../../src/core/errors/catalogue.ts'
import type { Finding, Span } from '../../src/core/fault.ts'
import { type LoadedManifest, type LoadOptions, loadManifest } from '../../src/manifest/load-manifest.ts'

/** A file in which «…» marks where the finding is expected. */
export interface Marked {
  readonly text: string
  readonly span: Span
}

export function unmark(marked: string): Marked {
  const start = marked.indexOf('«')
  const end = marked.indexOf('»') - 1
  if (start < 0 || end < start) throw new Error('The text marks no place')
  return { text: marked.replace('«', '').replace('»', ''), span: { start, end } }
}

export const project = 'project: { name: demo }\n'
export const agents = 'agents: { a: {}, b: {}, c: {} }\n'

export function load(text: string, options: Partial<LoadOptions> = {}): LoadedManifest {
  return loadManifest(text, { file: 'agents.yaml', ...options })
}

/** `code` of each finding of the level, in order. */
export function codes({ findings }: LoadedManifest, level: Finding['level'] = 'error'): string[] {
  return findings.filter((finding) => finding.level === level).map(({ code }) => code)
}

export const base = project + agents
export const rule = (body: string) => `${base}orchestration:\n  selection_rules:\n    - ${body}\n`
export const rules = (...bodies: string[]) =>
  `${base}orchestration:\n  selection_rules:\n${bodies.map((body) => `    - ${body}\n`).join('')}`
export const graph = (steps: string) => rule(`{ name: r, steps: { ${steps} } }`)
export const agent = (body: string, others = '') => `${project}agents: { a: { ${body} }${others} }\n`

/** One wrong file: what is wrong with it, the code, the file with its mark, words that message or hint must hold. */
export interface Row {
  readonly title: string
  readonly code: string
  readonly marked: string
  readonly words: string | undefined
}

export function rowsOf(table: readonly (readonly [string, string, string, string?])[]): Row[] {
  return table.map(([title, code, marked, words]) => ({ title, code, marked, words }))
}

/** The file has no definition, and an error of that code at exactly its mark. */
export function expectError({ code, marked, words }: Row): void {
  const { text, span } = unmark(marked)
  const { definition, findings } = load(text)
  expect(definition).toBeUndefined()
  const found = findings.find((finding) => finding.code === code && finding.at?.start === span.start)
  expect(found, JSON.stringify(findings)).toMatchObject({ level: 'error', at: span })
  const wording =
    found === undefined ? '' : `${messageOf(found.code, found.args)} ${hintOf(found.code, found.args) ?? ''}`
  expect(wording).toContain(words ?? '')
  expect(wording).not.toMatch(/\{\w+\}|undefined/)
}
