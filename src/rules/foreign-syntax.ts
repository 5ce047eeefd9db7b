import { keywordOf } from './keyword.ts'
import { type Scanner, tokenText } from './scanner.ts'

const bare = 'Write the condition bare: it is never wrapped in ${{'
const twoRules = 'Write two rules: a condition has no ternary'

/** The repair for what people bring along from other languages, by the token as written. */
const hints: Readonly<Record<string, string>> = {
  '=': 'Write == to compare',
  '===': 'Write == to compare',
  '!==': 'Write !=',
  '<>': 'Write !=',
  '=>': 'Write >=',
  '=<': 'Write <=',
  '!': 'Write not',
  '&&': 'Write and',
  '&': 'Write and',
  '||': 'Write or',
  '|': 'Write or',
  '${{': bare,
  '}}': bare,
  '{': 'Compare single keys: a condition has no map literals',
  '?': twoRules,
  ':': twoRules,
  '??': 'Leave out the default: a comparison with a missing path is false',
  '(': 'Call one of the functions: lower(input.name), not input.name.lower()',
  not: 'Put it into parentheses: (not ...)',
}

const noArithmetic = 'Let an agent calculate it: a condition has no arithmetic'

/** What to write instead of the current token, where that is known. */
export function foreignHint(scanner: Scanner): string | undefined {
  const written = tokenText(scanner)
  if (Object.hasOwn(hints, written)) return hints[written]
  const keyword = keywordOf(written.toLowerCase())
  if (keyword !== undefined && keyword !== written) return `Write ${keyword}: keywords are lower case`
  if (written.startsWith('-')) return minusHint(scanner)
  if (/^(?:[+*/%~^]|\*\*|\/\/)$/.test(written)) return noArithmetic
  if (/^[“”‘’`]$/.test(written)) return 'Write straight quotes: " or \''
  if (/^\s$/u.test(written)) return 'Replace it by an ordinary space'
  if (/^\p{Letter}$/u.test(written)) return 'Write a key with such letters in brackets: input["größe"]'
  return undefined
}

/** `input.row-count` is more often a key than a difference. */
function minusHint({ text, start }: Scanner): string {
  const before = /[A-Za-z0-9_]+$/.exec(text.slice(0, start))?.[0]
  const after = /^-([A-Za-z0-9_]+)/.exec(text.slice(start))?.[1]
  if (before === undefined || after === undefined) return noArithmetic
  return `Write a key with a hyphen in brackets: ["${before}-${after}"]`
}
