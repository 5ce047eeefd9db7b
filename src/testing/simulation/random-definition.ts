import type { AgentDefinition, Definition, OnError, Rule, StepTemplate } from '../../core/definition.ts'
import type { Random } from './random.ts'

const agents = ['a', 'b', 'c', 'd'] as const
const onErrors: readonly [OnError, ...OnError[]] = [
  { kind: 'fail' },
  { kind: 'continue' },
  { kind: 'fallback', agent: 'spare' },
]

/** Chains, diamonds, wide joins, rules on results, waits, retries and fallbacks, as the seed will have it. */
export function randomDefinition(random: Random): Definition {
  const rules = Array.from({ length: 1 + random.below(3) }, (_, index) => randomRule(random, index))
  const declared = [...agents, 'spare'].map((name): [string, AgentDefinition] => [name, randomAgent(random, name)])
  const deadline = random.chance(0.1) ? { deadlineMs: 200_000 } : {}
  return {
    format: 1,
    hash: 'simulated',
    project: { name: 'simulated', version: '1.0.0' },
    agents: Object.fromEntries(declared),
    workflows: {
      default: {
        name: 'default',
        ...deadline,
        budgetSteps: random.pick([1_000, 1_000, 4]),
        onEmpty: 'complete',
        rules,
      },
    },
  }
}

function randomRule(random: Random, index: number): Rule {
  const condition = random.pick([
    'always',
    'input.n == 1',
    'results.a.n > 0',
    'not (results.b.n > 0)',
    'exists(results.c)',
  ])
  return {
    name: `rule${index}`,
    condition: index === 0 && random.chance(0.7) ? 'always' : condition,
    onTypeError: 'fail',
    whenTrue: randomBranch(random),
    whenFalse: random.chance(0.3) ? randomBranch(random) : [],
  }
}

function randomBranch(random: Random): StepTemplate[] {
  const isList = random.chance(0.5)
  return Array.from({ length: 1 + random.below(5) }, (_, index) => randomStep(random, index, isList))
}

function randomStep(random: Random, index: number, isList: boolean): StepTemplate {
  const needs = Array.from({ length: index }, (_, before) => `s${before}`).filter(() => random.chance(0.5))
  const work = random.chance(0.12)
    ? ({ kind: 'wait', waitMs: 20_000 } as const)
    : ({ kind: 'agent', agent: random.pick(agents) } as const)
  const join = isList ? 'settled' : random.pick(['all', 'all', 'any', { atLeast: 2 }] as const)
  const when = !isList && random.chance(0.15) ? { when: 'input.n == 1' } : {}
  return { name: `s${index}`, work, needs, join, ...when }
}

function randomAgent(random: Random, name: string): AgentDefinition {
  const onError = name === 'spare' ? ({ kind: 'fail' } as const) : random.pick(onErrors)
  return {
    name,
    type: 'worker',
    description: '',
    entry: '',
    timeoutMs: 10_000,
    memoryMb: 128,
    environment: [],
    environmentValues: {},
    skills: [],
    tools: [],
    retry: {
      maxAttempts: 1 + random.below(4),
      backoff: 'exponential',
      initialMs: 1_000,
      maxMs: 60_000,
      jitter: 'full',
    },
    onError,
  }
}
