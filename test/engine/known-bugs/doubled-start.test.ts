import { describe, expect, it } from 'vitest'
import type { Fact } from '../../../src/core/fact.ts'
import { handleFacts } from '../../../src/engine/handle-facts.ts'
import { type Guard, weakened } from '../../../src/testing/simulation/guards.ts'
import { aDefinition } from '../../planner/a-plan.ts'
import { TestPlatform } from '../test-platform.ts'
import { holdNext } from './hold-call.ts'

const wake: Fact = { kind: 'wake', jobId: 'job1' }

/** Two planners start the same parallel steps: one decided it, the other finds them running and claimed by nobody. */
async function startedTwice(...without: Guard[]): Promise<TestPlatform> {
  const platform = new TestPlatform(aDefinition([{ run: '(a | b) -> c' }]))
  const { ports } = platform
  Object.assign(ports, { store: { ...weakened(ports.store, without, () => platform.now) } })
  await platform.submit()
  const invoke = holdNext(ports.invoker, 'invoke')
  const slow = platform.plan()
  await invoke.made
  await handleFacts(ports, 'job1', [wake])
  invoke.go()
  await slow
  return platform
}

describe('known bug: two planners starting the same parallel step', () => {
  it('each start names the same attempt and token, and the claim lets one run of it work', async () => {
    const platform = await startedTwice()
    expect(platform.calls.map(({ stepId, token }) => `${stepId} ${token}`).toSorted()).toEqual([
      'a token2',
      'a token2',
      'b token3',
      'b token3',
    ])
    expect((await platform.finish()).status).toBe('completed')
    expect(platform.executed).toEqual(['b#1', 'a#1', 'c#1'])
  })

  it('without the claim: the agents work twice', async () => {
    const platform = await startedTwice('claim')
    await platform.finish()
    expect(platform.executed.filter((step) => step === 'a#1').length).toBe(2)
  })
})
