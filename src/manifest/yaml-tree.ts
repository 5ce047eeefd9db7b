import {
  type Alias,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { ErrorArgs, ErrorCode } from '../core/errors/catalogue.ts'
import type { Span } from '../core/fault.ts'
import type { JsonValue } from '../core/json.ts'

// Turns yaml's nodes into plain JSON values that know where they stand.
//
// Y1 Every value is JSON: finite numbers that are kept exactly, string keys, no tags beyond JSON's types.
// Y2 The walk is linear: an alias shares the node of its anchor, and its weight is counted before anyone expands it.
// Y3 No key can reach a prototype: `__proto__` is a problem, not an entry.
//
// It knows nothing of agents; what a key means is the schema's work.

/** A value and where it stands. Entries by key of a map or index of a list. */
export interface Located {
  readonly value: JsonValue
  readonly span: Span
  readonly entries?: ReadonlyMap<string | number, LocatedEntry>
  /** Values below and including it, aliases expanded. */
  readonly weight: number
}

export interface LocatedEntry {
  /** Absent in a list. */
  readonly key?: Span
  readonly node: Located
}

export interface Problem {
  readonly code: ErrorCode
  readonly span: Span
  readonly args: ErrorArgs
}

const maxAliases = 100
const maxDepth = 64
const maxValues = 50_000

interface Walk {
  readonly problems: Problem[]
  readonly anchors: Map<string, Located | 'open'>
  aliases: number
}

export function locateTree(root: Node): { tree: Located; problems: readonly Problem[] } {
  const walk: Walk = { problems: [], anchors: new Map(), aliases: 0 }
  const tree = locate(root, walk, 0)
  if (tree.weight > maxValues) {
    const args = { subject: 'The document', met: `${tree.weight} values with its aliases`, limit: String(maxValues) }
    walk.problems.push({ code: 'MANIFEST_TOO_LARGE', span: tree.span, args })
  }
  return { tree, problems: walk.problems }
}

function locate(node: Node, walk: Walk, depth: number): Located {
  if (isAlias(node)) return locateAlias(node, walk)
  const span = spanOf(node)
  if (depth > maxDepth) {
    const args = { subject: 'The document', met: 'more levels of nesting', limit: String(maxDepth) }
    walk.problems.push({ code: 'MANIFEST_TOO_LARGE', span, args })
    return { value: null, span, weight: 1 }
  }
  checkTag(node, walk)
  const anchor = 'anchor' in node ? node.anchor : undefined
  if (anchor !== undefined) walk.anchors.set(anchor, 'open')
  const located = locateValue(node, span, { walk, depth })
  if (anchor !== undefined) walk.anchors.set(anchor, located)
  return located
}

interface Descent {
  readonly walk: Walk
  readonly depth: number
}

function locateValue(node: Node, span: Span, { walk, depth }: Descent): Located {
  if (isScalar(node)) return { value: scalarValue(node, walk), span, weight: 1 }
  if (isMap(node)) return locateMap(node, span, { walk, depth })
  return isSeq(node) ? locateSequence(node, span, { walk, depth }) : { value: null, span, weight: 1 }
}

function locateSequence(node: YAMLSeq, span: Span, { walk, depth }: Descent): Located {
  const value: JsonValue[] = []
  const entries = new Map<number, LocatedEntry>()
  let weight = 1
  for (const item of node.items) {
    const located = locate(item as Node, walk, depth + 1)
    weight += located.weight
    entries.set(value.length, { node: located })
    value.push(located.value)
  }
  return { value, span, entries, weight }
}

function locateMap(node: YAMLMap, span: Span, { walk, depth }: Descent): Located {
  const value: Record<string, JsonValue> = {}
  const entries = new Map<string, { key: Span; node: Located }>()
  let weight = 1
  for (const pair of node.items as Pair<Node, Node | null>[]) {
    const name = isScalar(pair.key) ? String(pair.key.value) : ''
    const key = spanOf(pair.key)
    const child = pair.value === null ? emptyAfter(key) : locate(pair.value, walk, depth + 1)
    const problem = keyProblem(name, key, entries.get(name)?.key)
    if (problem === undefined) {
      value[name] = child.value
      entries.set(name, { key, node: child })
      weight += child.weight
    } else walk.problems.push(problem)
  }
  return { value, span, entries, weight }
}

function keyProblem(name: string, span: Span, first: Span | undefined): Problem | undefined {
  if (first !== undefined) return { code: 'MANIFEST_DUPLICATE_KEY', span, args: { key: name, firstAt: first.start } }
  if (name === '<<') return { code: 'MANIFEST_MERGE_KEY', span, args: {} }
  if (name === '__proto__') return { code: 'MANIFEST_FORBIDDEN_KEY', span, args: { key: name } }
  return undefined
}

function scalarValue(node: Scalar, walk: Walk): JsonValue {
  const { value, source = '' } = node
  if (typeof value === 'number') {
    const problem = numberProblem(value, source)
    if (problem !== undefined) {
      walk.problems.push({ code: 'MANIFEST_NUMBER', span: spanOf(node), args: { met: source, problem } })
      return 0
    }
  }
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean' ? value : null
}

function numberProblem(value: number, source: string): string | undefined {
  if (!Number.isFinite(value)) return 'is not a number that JSON can hold'
  if (/^[-+]?0\d/.test(source)) return `would be read as ${value}, without its leading zero`
  if (/^[-+]?\w+$/.test(source) && !Number.isSafeInteger(value))
    return `cannot be kept exactly; it would become ${value}`
  return undefined
}

const jsonTags = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map((name) => `tag:yaml.org,2002:${name}`),
)

function checkTag(node: Node, walk: Walk): void {
  const tag = node.tag
  if (tag === undefined || jsonTags.has(tag)) return
  walk.problems.push({
    code: 'MANIFEST_TAG',
    span: spanOf(node),
    args: { tag: tag.replace('tag:yaml.org,2002:', '!!') },
  })
}

function locateAlias(node: Alias, walk: Walk): Located {
  const span = spanOf(node)
  walk.aliases += 1
  const target = walk.anchors.get(node.source)
  const problem = aliasProblem(target, walk.aliases)
  if (problem === undefined && target !== undefined && target !== 'open') return target
  if (problem !== undefined) walk.problems.push({ code: 'MANIFEST_ALIAS', span, args: { name: node.source, problem } })
  return { value: null, span, weight: 1 }
}

function aliasProblem(target: Located | 'open' | undefined, count: number): string | undefined {
  if (target === undefined) return 'has no anchor before it'
  if (target === 'open') return 'stands inside its own anchor'
  // Said once, not for each alias beyond.
  if (count === maxAliases + 1) return `is number ${count}; a file may have ${maxAliases}`
  return undefined
}

function emptyAfter(key: Span): Located {
  return { value: null, span: { start: key.end, end: key.end }, weight: 1 }
}

/** Without the line break and comment that yaml counts to the end of a node. */
function spanOf(node: Node | null): Span {
  const range = node?.range
  return range ? { start: range[0], end: range[1] } : { start: 0, end: 0 }
}
