/** The steps of one branch: a chain, a diamond, a wide join, a list, or any graph. */
import type { Join, StepTemplate, StepWork } from '../../core/definition.ts'
import type { JsonValue } from '../../core/json.ts'
import type { Random } from './random.ts'

/** Needs of each step, by index of the steps before it. */
type Shape = readonly (readonly number[])[]

export function randomBranch(random: Random): StepTemplate[] {
  const shape = random.pick([chain, diamond, wideJoin, anyGraph, anyGraph, anyGraph])(random)
  const isList = random.chance(0.4)
  return isList ? listOf(random, shape) : graphOf(random, shape)
}

function chain(random: Random): Shape {
  return Array.from({ length: 1 + random.below(5) }, (_, index) => (index === 0 ? [] : [index - 1]))
}

function diamond(): Shape {
  return [[], [0], [0], [1, 2]]
}

function wideJoin(random: Random): Shape {
  const width = 3 + random.below(10)
  const siblings = Array.from({ length: width }, () => [])
  return [...siblings, siblings.map((_, index) => index)]
}

function anyGraph(random: Random): Shape {
  return Array.from({ length: 1 + random.below(5) }, (_, index) => {
    return Array.from({ length: index }, (_, before) => before).filter(() => random.chance(0.5))
  })
}

/** As a list in agents.yaml is compiled: steps are called after their agents, and only the order counts. */
function listOf(random: Random, shape: Shape): StepTemplate[] {
  const counts = new Map<string, number>()
  const named = shape.map(() => {
    const work = randomWork(random)
    const base = work.kind === 'agent' ? work.agent : 'wait'
    const count = (counts.get(base) ?? 0) + 1
    counts.set(base, count)
    return { work, name: count === 1 ? base : `${base}-${count}` }
  })
  return named.map(({ name, work }, index) => {
    const needs = (shape[index] ?? []).map((need) => named[need]?.name ?? '')
    return { name, work, needs, join: 'settled' as const }
  })
}

function graphOf(random: Random, shape: Shape): StepTemplate[] {
  return shape.map((before, index) => {
    const work = randomWork(random)
    const needs = before.map((need) => `s${need}`)
    const join = random.pick<Join>(['all', 'all', 'settled', 'any', { atLeast: 2 }])
    const settings = work.kind === 'agent' ? randomSettings(random, needs) : {}
    return { name: `s${index}`, work, needs, join, ...randomWhen(random, needs), ...settings }
  })
}

function randomWork(random: Random): StepWork {
  if (random.chance(0.08)) return { kind: 'wait', waitMs: random.pick([5_000, 20_000, 20_000, 1_800_000]) }
  return { kind: 'agent', agent: random.pick(['a', 'b', 'c', 'd']) }
}

function randomWhen(random: Random, needs: readonly string[]): Pick<StepTemplate, 'when'> {
  if (!random.chance(0.15)) return {}
  const need = needs[0]
  return { when: need === undefined || random.chance(0.5) ? 'input.n == 1' : `results.${need}.n >= 0` }
}

function randomSettings(random: Random, needs: readonly string[]): Partial<StepTemplate> {
  return {
    ...(random.chance(0.2) ? { with: randomMapping(random, needs) } : {}),
    ...(random.chance(0.1) ? { timeoutMs: 6_000 } : {}),
    ...(random.chance(0.1) ? { onError: { kind: 'continue' as const } } : {}),
    ...(random.chance(0.1)
      ? { retry: { maxAttempts: 2, backoff: 'fixed' as const, initialMs: 100, maxMs: 100, jitter: 'none' as const } }
      : {}),
  }
}

function randomMapping(random: Random, needs: readonly string[]): JsonValue {
  const mapping: Record<string, JsonValue> = { n: '${{ input.n ?? 0 }}' }
  for (const need of needs)
    mapping[need] = random.chance(0.8) ? `\${{ results.${need}.from ?? null }}` : `\${{ results.${need}.from }}`
  return mapping
}
