import { parseDocument, type YAMLError } from 'yaml'
import type { Finding, Place, Span } from '../core/fault.ts'
import { isJsonObject, type JsonObject } from '../core/json.ts'
import { formatBytes } from '../core/size.ts'
import { createPlaces } from './places.ts'
import { type Located, type LocatedEntry, locateTree, type Problem } from './yaml-tree.ts'

/** Keys and indexes from the top of the document. */
export type Path = readonly (string | number)[]

/** agents.yaml as plain values, and where each of them stands. */
export interface Source {
  readonly document: JsonObject
  /** The key that leads to the value; the value itself in a list. */
  keyAt(path: Path): Place
  /** The value when it is a scalar, else its key. The nearest one above when the path does not exist. */
  valueAt(path: Path): Place
  /** The characters of a value as they stand in the file. */
  writtenAt(path: Path): string
  /** A span inside a text value: exact when the value stands in one line as it is, else the start of the value. */
  insideAt(path: Path, span: Span): Place
  /** Where a text is first mentioned in a text value, or in one below; else as valueAt. */
  mentionAt(path: Path, mention: string): Place
  /** Whether a comment follows the value in its line: an unquoted ` #` may have cut it. */
  isFollowedByComment(path: Path): boolean
}

export const maxManifestBytes = 256 * 1_024
/** Beyond, one broken bracket would fill the screen. */
const maxSyntaxFindings = 10

/** Reads YAML 1.2 (core schema) without merge keys, tags, directives or several documents. `source` is absent when it cannot be used. */
export function parseSource(text: string, file: string): { source?: Source; findings: readonly Finding[] } {
  const placeOf = createPlaces(text, file)
  const fail = (problems: readonly Problem[]) => ({ findings: problems.map((problem) => findingOf(problem, placeOf)) })

  const bytes = Buffer.byteLength(text)
  if (bytes > maxManifestBytes) {
    const args = { subject: file, met: formatBytes(bytes), limit: formatBytes(maxManifestBytes) }
    return fail([{ code: 'MANIFEST_TOO_LARGE', span: { start: 0, end: 0 }, args }])
  }
  const document = parseDocument(text, {
    version: '1.2',
    schema: 'core',
    merge: false,
    stringKeys: true,
    uniqueKeys: false, // yaml's own check is quadratic; locateTree has one
    strict: true,
    prettyErrors: false,
    logLevel: 'error', // 'silent' would also keep quiet about a second document
  })
  const broken = [...directives(text), ...syntaxProblems([...document.errors, ...document.warnings], text.length)]
  if (broken.length > 0) return fail(broken)
  if (document.contents === null) return fail([{ code: 'MANIFEST_EMPTY', span: { start: 0, end: 0 }, args: { file } }])
  const { tree, problems } = locateTree(document.contents)
  if (!isJsonObject(tree.value)) {
    const met = Array.isArray(tree.value) ? 'a list' : 'a single value'
    return fail([...problems, { code: 'MANIFEST_NOT_A_MAP', span: tree.span, args: { file, met } }])
  }
  const unusable = problems.some(({ code }) => code === 'MANIFEST_TOO_LARGE' || code === 'MANIFEST_ALIAS')
  if (unusable) return fail(problems)
  return { source: createSource({ text, tree, document: tree.value, placeOf }), ...fail(problems) }
}

function directives(text: string): Problem[] {
  const problems: Problem[] = []
  for (const match of text.matchAll(/^\uFEFF?(?:[ \t]*(?:#.*)?\r?\n)*(%.*)/g)) {
    const directive = match[1] ?? ''
    const start = match[0].length - directive.length
    problems.push({ code: 'MANIFEST_DIRECTIVE', span: { start, end: start + directive.length }, args: { directive } })
  }
  return problems
}

function syntaxProblems(errors: readonly YAMLError[], length: number): Problem[] {
  const byStart = new Map<number, Problem>()
  for (const error of errors) {
    const span = { start: Math.min(error.pos[0], length), end: Math.min(error.pos[1], length) }
    if (!byStart.has(span.start) && error.code !== 'BAD_DIRECTIVE') byStart.set(span.start, syntaxProblem(error, span))
  }
  return [...byStart.values()].slice(0, maxSyntaxFindings)
}

function syntaxProblem(error: YAMLError, span: Span): Problem {
  if (error.code === 'MULTIPLE_DOCS') return { code: 'MANIFEST_SEVERAL_DOCUMENTS', span, args: {} }
  if (error.code === 'TAG_RESOLVE_FAILED') {
    return { code: 'MANIFEST_TAG', span, args: { tag: error.message.replace(/^.*: /, '') } }
  }
  const problem = error.message.includes('call stack') ? 'it is nested too deeply' : error.message
  // `[a` at the end of its line is told as a wrong indentation of what follows.
  const hint = syntaxRepairs[error.message.startsWith('Flow ') ? 'MISSING_CHAR' : error.code]
  return { code: 'MANIFEST_SYNTAX', span, args: { problem, ...(hint === undefined ? {} : { hint }) } }
}

/** The usual cause of what yaml calls so. */
const syntaxRepairs: { readonly [code in YAMLError['code']]?: string } = {
  BAD_INDENT: 'Begin the line in the same column as those it belongs to',
  BAD_SCALAR_START: 'Put the text in quotes',
  BLOCK_AS_IMPLICIT_KEY: 'Put a text that holds ": " in quotes, or correct the indentation',
  BLOCK_IN_FLOW: 'Put a text that holds ": " in quotes, or correct the indentation',
  MISSING_CHAR: 'Look for a colon, a comma, a quote or a bracket that is missing here or above',
  MULTILINE_IMPLICIT_KEY: 'Write key: value, with the colon in the same line',
  TAB_AS_INDENT: 'Indent with spaces',
}

function findingOf({ code, span, args }: Problem, placeOf: (span: Span) => Place): Finding {
  const { firstAt, ...rest } = args
  const first = typeof firstAt === 'number' ? { line: placeOf({ start: firstAt, end: firstAt }).line } : {}
  return { code, level: 'error', at: placeOf(span), args: { ...rest, ...first } }
}

interface SourceParts {
  readonly text: string
  readonly tree: Located
  readonly document: JsonObject
  readonly placeOf: (span: Span) => Place
}

function createSource({ text, tree, document, placeOf }: SourceParts): Source {
  const root: LocatedEntry = { node: tree }
  const keySpan = (entry: LocatedEntry) => entry.key ?? firstLine(entry.node.span, text)
  return {
    document,
    keyAt: (path) => placeOf(keySpan(entryAt(root, path))),
    valueAt(path) {
      const entry = entryAt(root, path)
      const isScalar = entry.node.entries === undefined && entry.node.span.end > entry.node.span.start
      return placeOf(isScalar ? firstLine(entry.node.span, text) : keySpan(entry))
    },
    writtenAt(path) {
      const { start, end } = entryAt(root, path).node.span
      return text.slice(start, end)
    },
    insideAt(path, span) {
      const { node } = entryAt(root, path)
      const offset = textOffset(node, text)
      if (offset === undefined) return placeOf(firstLine(node.span, text))
      return placeOf({ start: offset + span.start, end: offset + span.end })
    },
    mentionAt(path, mention) {
      const entry = entryAt(root, path)
      const at = findMention(entry.node, mention, text)
      return placeOf(at ?? (entry.node.entries === undefined ? firstLine(entry.node.span, text) : keySpan(entry)))
    },
    isFollowedByComment(path) {
      const { node } = entryAt(root, path)
      return /^[ \t]+#/.test(text.slice(node.span.end, node.span.end + 200))
    },
  }
}

/** As deep as the path exists. */
function entryAt(root: LocatedEntry, path: Path): LocatedEntry {
  let entry = root
  for (const key of path) {
    const next = entry.node.entries?.get(key)
    if (next === undefined) break
    entry = next
  }
  return entry
}

function firstLine({ start, end }: Span, text: string): Span {
  const lineEnd = text.indexOf('\n', start)
  return { start, end: lineEnd === -1 ? end : Math.min(end, text[lineEnd - 1] === '\r' ? lineEnd - 1 : lineEnd) }
}

/** Where the characters of a text value begin, when they stand there one to one. */
function textOffset({ value, span }: Located, text: string): number | undefined {
  if (typeof value !== 'string') return undefined
  const quote = text[span.start] === '"' || text[span.start] === "'" ? 1 : 0
  const offset = span.start + quote
  return text.slice(offset, span.end - quote) === value ? offset : undefined
}

function findMention(node: Located, mention: string, text: string): Span | undefined {
  for (const entry of node.entries?.values() ?? []) {
    const span = findMention(entry.node, mention, text)
    if (span !== undefined) return span
  }
  const offset = textOffset(node, text)
  if (offset === undefined || typeof node.value !== 'string') return undefined
  const quoted = mention.replaceAll(/[^\w]/g, '\\$&')
  const index = node.value.search(new RegExp(`(?<![\\w-])${quoted}(?![\\w-])`))
  return index === -1 ? undefined : { start: offset + index, end: offset + index + mention.length }
}
