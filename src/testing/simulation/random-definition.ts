/** Definitions as seeds will have them: several rules, each a graph of one of the usual shapes, every policy somewhere. */
import type { AgentDefinition, Definition, OnError, Rule, StepTemplate, Workflow } from '../../core/definition.ts'
import type { RetryPolicy } from '../../core/retry.ts'
import type { Random } from './random.ts'
import { randomBranch } from './random-branch.ts'

const simulatedAgents = ['a', 'b', 'c', 'd'] as const

/**
 * @param steady nothing in it depends on time, and there are attempts enough for every accident, so that its jobs end
 * in one way only
 */
export function randomDefinition(random: Random, steady: boolean): Definition {
  const rules = Array.from({ length: 1 + random.below(3) }, (_, index) => randomRule(random, index))
  const agents = [...simulatedAgents, 'spare'].map((name): [string, AgentDefinition] => [
    name,
    randomAgent(random, name),
  ])
  const workflow: Workflow = {
    name: 'default',
    ...(random.chance(0.15) ? { deadlineMs: random.pick([20_000, 200_000]) } : {}),
    budgetSteps: random.pick([1_000, 1_000, 1_000, 4]),
    onEmpty: random.pick(['complete', 'fail']),
    rules,
  }
  const definition: Definition = {
    format: 1,
    hash: 'simulated',
    project: { name: 'simulated', version: '1.0.0' },
    agents: Object.fromEntries(agents),
    workflows: { default: workflow },
  }
  return steady ? patient(definition) : definition
}

function randomRule(random: Random, index: number): Rule {
  const condition = random.pick([
    'always',
    'always',
    'input.n == 1',
    'input.missing == 1',
    'results.a.n > 0',
    'not (results.b.n > 0)',
    'exists(results.c)',
    'prev_step.d.n < 0 or input.n == 0',
    'input.n > results.aka_b.n',
    'input.text > 1',
  ])
  return {
    name: `rule${index}`,
    condition: index === 0 && random.chance(0.7) ? 'always' : condition,
    onTypeError: random.pick(['false', 'false', 'fail']),
    whenTrue: randomBranch(random),
    whenFalse: random.chance(0.4) ? randomBranch(random) : [],
  }
}

function randomAgent(random: Random, name: string): AgentDefinition {
  const onErrors: [OnError, ...OnError[]] = [
    { kind: 'fail' },
    { kind: 'continue' },
    { kind: 'fallback', agent: 'spare' },
  ]
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
    ...(name === 'b' ? { alias: 'aka_b' } : {}),
    retry: randomRetry(random),
    onError: name === 'spare' ? { kind: 'fail' } : random.pick(onErrors),
  }
}

function randomRetry(random: Random): RetryPolicy {
  return {
    maxAttempts: 1 + random.below(4),
    backoff: random.pick(['exponential', 'linear', 'fixed']),
    initialMs: random.pick([0, 1_000, 30_000, 1_200_000]),
    maxMs: random.pick([60_000, 3_600_000]),
    jitter: random.pick(['full', 'none']),
  }
}

function patient(definition: Definition): Definition {
  const retry: RetryPolicy = { maxAttempts: 1_000, backoff: 'fixed', initialMs: 1_000, maxMs: 1_000, jitter: 'none' }
  const agents = Object.entries(definition.agents).map(([name, agent]) => [name, { ...agent, retry }])
  const workflows = Object.entries(definition.workflows).map(([name, { deadlineMs: _deadline, ...workflow }]) => {
    const rules = workflow.rules.map((rule) => patientRule(rule, retry))
    return [name, { ...workflow, budgetSteps: 1_000, rules }]
  })
  return { ...definition, agents: Object.fromEntries(agents), workflows: Object.fromEntries(workflows) }
}

function patientRule(rule: Rule, retry: RetryPolicy): Rule {
  const calm = (template: StepTemplate): StepTemplate =>
    template.retry === undefined ? template : { ...template, retry }
  return { ...rule, whenTrue: rule.whenTrue.map(calm), whenFalse: rule.whenFalse.map(calm) }
}
