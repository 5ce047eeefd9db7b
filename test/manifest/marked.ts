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
