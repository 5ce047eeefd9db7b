import type { AgentDefinition, Definition, Rule, StepTemplate, Workflow } from '../../src/core/definition.ts'
import { defaultRetry } from '../../src/core/retry.ts'
import { anAgent } from '../builders.ts'

/**
 * The templates of a plan in arrow notation: `a -> (b | c -> d) -> e` is a, then b beside the chain c, d, then e.
 * A name is its agent's; `wait(5s)` is a wait of that many seconds; a repeated name becomes `a-2`.
 */
export function aPlan(notation: string): StepTemplate[] {
  const tokens = notation.match(/->|[()|]|wait\(\d+s\)|[a-z_]+/g) ?? []
  const reader = { tokens, at: 0, made: [] as StepTemplate[] }
  readChain(reader, [])
  return reader.made
}

interface Reader {
  readonly tokens: readonly string[]
  at: number
  readonly made: StepTemplate[]
}

function readChain(reader: Reader, before: readonly string[]): string[] {
  let last = readPart(reader, before)
  while (reader.tokens[reader.at] === '->') {
    reader.at += 1
    last = readPart(reader, last)
  }
  return last
}

function readPart(reader: Reader, before: readonly string[]): string[] {
  const token = reader.tokens[reader.at]
  reader.at += 1
  if (token !== '(') return [addTemplate(reader, token ?? '', before)]
  const ends = readChain(reader, before)
  while (reader.tokens[reader.at] === '|') {
    reader.at += 1
    ends.push(...readChain(reader, before))
  }
  reader.at += 1
  return ends
}

function addTemplate(reader: Reader, token: string, needs: readonly string[]): string {
  const wait = /^wait\((\d+)s\)$/.exec(token)
  const base = wait === null ? token : 'wait'
  const count = reader.made.filter(({ name }) => name === base || name.startsWith(`${base}-`)).length
  const name = count === 0 ? base : `${base}-${count + 1}`
  const work =
    wait === null
      ? ({ kind: 'agent', agent: token } as const)
      : ({ kind: 'wait', waitMs: Number(wait[1]) * 1_000 } as const)
  reader.made.push({ name, work, needs, join: 'settled' })
  return name
}

export interface RuleSketch {
  readonly name?: string
  readonly if?: string
  /** Arrow notation, or templates for what it cannot say. */
  readonly run: string | readonly StepTemplate[]
  readonly else?: string | readonly StepTemplate[]
  readonly onTypeError?: Rule['onTypeError']
}

/** A definition with one workflow; every agent that its plans name is declared, `agents` adds to or changes them. */
export function aDefinition(
  rules: readonly RuleSketch[],
  {
    workflow = {},
    agents = {},
  }: { workflow?: Partial<Workflow>; agents?: Record<string, Partial<AgentDefinition>> } = {},
): Definition {
  const compiled = rules.map(
    (rule, index): Rule => ({
      name: rule.name ?? `rule${index + 1}`,
      condition: rule.if ?? 'always',
      onTypeError: rule.onTypeError ?? 'fail',
      whenTrue: branch(rule.run),
      whenFalse: branch(rule.else ?? []),
    }),
  )
  const named = compiled.flatMap(({ whenTrue, whenFalse }) => [...whenTrue, ...whenFalse])
  const names = named.flatMap(({ work }) => (work.kind === 'agent' ? [work.agent] : []))
  const all = [...new Set([...names, ...Object.keys(agents)])]
  return {
    format: 1,
    hash: 'test',
    project: { name: 'test', version: '1.0.0' },
    agents: Object.fromEntries(all.map((name) => [name, anAgent({ name, ...planned, ...agents[name] })])),
    workflows: {
      default: { name: 'default', budgetSteps: 1_000, onEmpty: 'fail', rules: compiled, ...workflow },
    },
  }
}

/** Without chance: retries come when the tests say. */
const planned = { timeoutMs: 10_000, retry: { ...defaultRetry, jitter: 'none' } } as const

function branch(sketch: string | readonly StepTemplate[]): readonly StepTemplate[] {
  return typeof sketch === 'string' ? aPlan(sketch) : sketch
}
