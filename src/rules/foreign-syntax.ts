import { isKeyword } from './keyword.ts'
import { type Reading, tokenText } from './token.ts'

const bare = 'the condition bare: it is never wrapped in ${{'
const inBrackets = 'such a key in brackets: '
const twoRules = 'two rules: there is no ternary'

/** The repair for what people bring along from other languages, by the token as written: what to write instead. */
const instead: Readonly<Record<string, string>> = {
  '=': '== to compare',
  '===': '== to compare',
  '!==': '!=',
  '<>': '!=',
  '=>': '>=',
  '=<': '<=',
  '!': 'not',
  '&&': 'and',
  '&': 'and',
  '||': 'or',
  '|': 'or',
  '${{': bare,
  '}}': bare,
  '{': 'no map: compare single keys',
  '?': twoRules,
  ':': twoRules,
  '??': 'no default: missing is false',
  '(': 'lower(input.name), not input.name.lower()',
  not: 'it in parentheses: (not ...)',
}

const noArithmetic = 'no arithmetic: let an agent calculate it'

/** What to write instead of the current token, where that is known. */
export function foreignHint(reading: Reading): string | undefined {
  const repair = repairOf(reading, tokenText(reading))
  return repair === undefined ? undefined : `Write ${repair}`
}

function repairOf(reading: Reading, written: string): string | undefined {
  const lower = written.toLowerCase()
  if (Object.hasOwn(instead, written)) return instead[written]
  if (lower !== written && isKeyword(lower)) return `${lower}: keywords are lower case`
  if (written.startsWith('-')) return minusRepair(reading)
  if (/^[+*/%~^]/.test(written)) return noArithmetic
  if (/^[“”‘’`]/.test(written)) return 'straight quotes'
  if (/^\s/.test(written)) return 'an ordinary space'
  return reading.kind === 'odd' && /\p{L}/u.test(written) ? `${inBrackets}input["größe"]` : undefined
}

/** With the name before it. */
const hyphened = /(?<=(\w+))-\w+/y

/** `input.row-count` is more often a key than a difference. */
function minusRepair({ text, start }: Reading): string {
  hyphened.lastIndex = start
  const [after, before] = hyphened.exec(text) ?? []
  return after === undefined ? noArithmetic : `${inBrackets}["${before}${after}"]`
}
