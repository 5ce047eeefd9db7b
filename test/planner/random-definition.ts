import fc from 'fast-check'
import type { Definition, Join, OnError, StepTemplate } from '../../src/core/definition.ts'
import type { RetryPolicy } from '../../src/core/retry.ts'
import { aDefinition, type RuleSketch } from './a-plan.ts'

const agents = ['a', 'b', 'c', 'd'] as const

const condition = fc.constantFrom(
  'always',
  'input.n == 1',
  'input.missing == 1',
  'results.a.n > 0',
  'not (results.b.n > 0) and input.n == 1',
  'exists(results.c)',
)
const retry: fc.Arbitrary<RetryPolicy> = fc.record({
  maxAttempts: fc.integer({ min: 1, max: 3 }),
  backoff: fc.constantFrom('exponential', 'linear', 'fixed'),
  initialMs: fc.constantFrom(0, 1_000),
  maxMs: fc.constant(60_000),
  jitter: fc.constantFrom('full', 'none'),
})
const onError: fc.Arbitrary<OnError> = fc.constantFrom(
  { kind: 'fail' },
  { kind: 'continue' },
  { kind: 'fallback', agent: 'spare' },
)

/** One rule's graph: each step needs any of those before it. */
const branch: fc.Arbitrary<StepTemplate[]> = fc
  .array(
    fc.record({
      agent: fc.constantFrom(...agents),
      wait: fc.boolean(),
      needs: fc.array(fc.nat({ max: 5 }), { maxLength: 3 }),
      join: fc.constantFrom<Join>('settled', 'all', 'any', { atLeast: 2 }),
      when: fc.option(condition, { nil: undefined }),
    }),
    { minLength: 1, maxLength: 6 },
  )
  .map((sketches) =>
    sketches.map(({ agent, wait, needs, join, when }, index): StepTemplate => {
      const before = [...new Set(needs)].filter((need) => need < index).map((need) => `s${need}`)
      const work =
        wait && index % 3 === 2 ? ({ kind: 'wait', waitMs: 5_000 } as const) : ({ kind: 'agent', agent } as const)
      return {
        name: `s${index}`,
        work,
        needs: before,
        join,
        ...(when === undefined || when === 'always' ? {} : { when }),
      }
    }),
  )

const rule: fc.Arbitrary<RuleSketch> = fc.record({
  if: condition,
  run: branch,
  else: fc.oneof(fc.constant([]), branch),
})

/** Definitions with rules, joins, conditions on input and results, retries, fallbacks and waits. */
export const aRandomDefinition: fc.Arbitrary<Definition> = fc
  .record({
    rules: fc.array(rule, { minLength: 1, maxLength: 3 }),
    policies: fc.array(fc.record({ retry, onError }), { minLength: agents.length, maxLength: agents.length }),
    budgetSteps: fc.constantFrom(2, 1_000),
    onEmpty: fc.constantFrom('fail' as const, 'complete' as const),
  })
  .map(({ rules, policies, budgetSteps, onEmpty }) => {
    const declared = Object.fromEntries(agents.map((name, index) => [name, policies[index] ?? {}]))
    return aDefinition(rules, { workflow: { budgetSteps, onEmpty }, agents: { ...declared, spare: {} } })
  })
