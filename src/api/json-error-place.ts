export interface JsonErrorPlace {
  readonly problem: string
  /** From 1. */
  readonly line: number
  /** From 1, in UTF-16 units. */
  readonly column: number
}

/**
 * Where a text that `JSON.parse` refused stops being JSON. The engine tells that only for some errors, and in words
 * that change from version to version. Grammar: RFC 8259.
 */
export function jsonErrorPlace(text: string): JsonErrorPlace {
  const offset = jsonErrorOffset(text) ?? text.length
  const before = text.slice(0, offset).split('\n')
  const met = String.fromCodePoint(text.codePointAt(offset) ?? 0x20)
  const problem = offset >= text.length ? 'it ends too early' : `${JSON.stringify(met)} is not expected`
  return { problem, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }
}

/** Offset of the first character that cannot stand there; undefined when the text is JSON. */
export function jsonErrorOffset(text: string): number | undefined {
  const open: string[] = []
  let state: State = 'value'
  for (let at = afterSpace(text, 0); ; ) {
    if (at >= text.length) return state === 'end' ? undefined : at
    const first = text[at] ?? ''
    const move = moveOn(state, first)
    if (move === undefined) return at
    const end = tokenEnd(text, at)
    if (end.failedAt !== undefined) return end.failedAt
    state = nextState(move, first, open)
    at = afterSpace(text, end.at)
  }
}

type State = 'value' | 'valueOrClose' | 'key' | 'keyOrClose' | 'colon' | 'afterEntry' | 'afterMember' | 'end'
/** `done`: a value has ended here; `close`: the innermost list or object has. */
type Move = 'value' | 'valueOrClose' | 'key' | 'keyOrClose' | 'colon' | 'done' | 'close'

/** What may come in each state, by the token's first character, and what it leads to. */
const value = { '"': 'done', scalar: 'done', '{': 'keyOrClose', '[': 'valueOrClose' } as const
const moves: Readonly<Record<State, Readonly<Record<string, Move>>>> = {
  value,
  valueOrClose: { ...value, ']': 'close' },
  key: { '"': 'colon' },
  keyOrClose: { '"': 'colon', '}': 'close' },
  colon: { ':': 'value' },
  afterEntry: { ',': 'value', ']': 'close' },
  afterMember: { ',': 'key', '}': 'close' },
  end: {},
}

function moveOn(state: State, first: string): Move | undefined {
  return moves[state][/[-\dtfn]/.test(first) ? 'scalar' : first]
}

/** @param open the lists and objects around, kept up to date */
function nextState(move: Move, first: string, open: string[]): State {
  if (move === 'keyOrClose' || move === 'valueOrClose') open.push(first)
  if (move === 'close') open.pop()
  if (move !== 'done' && move !== 'close') return move
  const around = open.at(-1)
  if (around === undefined) return 'end'
  return around === '[' ? 'afterEntry' : 'afterMember'
}

interface TokenEnd {
  readonly at: number
  readonly failedAt?: number
}

function tokenEnd(text: string, start: number): TokenEnd {
  const first = text[start] ?? ''
  if (first === '"') return stringEnd(text, start)
  if ('[]{}:,'.includes(first)) return { at: start + 1 }
  if (/[-\d]/.test(first)) return numberEnd(text, start)
  const word = { t: 'true', f: 'false', n: 'null' }[first] ?? ''
  let at = start
  while (at - start < word.length && text[at] === word[at - start]) at++
  return at - start === word.length ? { at } : { at, failedAt: at }
}

function numberEnd(text: string, start: number): TokenEnd {
  const number = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y
  number.lastIndex = start
  if (!number.test(text)) return { at: start, failedAt: start + 1 }
  const at = number.lastIndex
  // `01`, `1.`, `1e`: the number stops where nothing else may begin.
  return /[\d.eE]/.test(text[at] ?? '') ? { at, failedAt: at } : { at }
}

function stringEnd(text: string, start: number): TokenEnd {
  for (let at = start + 1; at < text.length; at++) {
    const unit = text[at] ?? ''
    if (unit === '"') return { at: at + 1 }
    if (unit < ' ') return { at, failedAt: at }
    if (unit !== '\\') continue
    const escaped = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y
    escaped.lastIndex = at
    if (!escaped.test(text)) return { at, failedAt: at }
    at = escaped.lastIndex - 1
  }
  return { at: text.length, failedAt: text.length }
}

function afterSpace(text: string, start: number): number {
  let at = start
  while (' \t\n\r'.includes(text[at] ?? 'x')) at++
  return at
}
