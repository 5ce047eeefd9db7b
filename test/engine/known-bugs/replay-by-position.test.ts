import { describe, expect, it } from 'vitest'
import type { JsonValue } from '../../../src/core/json.ts'
import type { AttemptKey, AttemptResult } from '../../../src/core/result.ts'
import { rerunEndedJob } from '../../../src/engine/change-job.ts'
import { loadOutputs } from '../../../src/engine/outputs.ts'
import { aDefinition } from '../../planner/a-plan.ts'
import { TestPlatform } from '../test-platform.ts'

const agents = {
  a: ({ stepId, epoch }: { stepId: string; epoch: number }) => `${stepId} of epoch ${epoch}`,
  d: ({ results }: { results: Readonly<Record<string, JsonValue>> }) => results,
}

/** One agent three times, side by side; its attempts end in another order than they were planned in. */
async function threeOfOneAgent(platform: TestPlatform): Promise<JsonValue | undefined> {
  await platform.submit()
  await platform.plan()
  platform.calls.reverse()
  const job = await platform.finish()
  return (await loadOutputs(platform.ports, job, job.steps)).get('d')
}

const plan = aDefinition([{ run: '(a | a | a) -> d' }])

describe('known bug: replay by position, which consumes another step’s checkpoint', () => {
  it('a step is given each result under its own step, in whatever order they came', async () => {
    expect(await threeOfOneAgent(new TestPlatform(plan, agents))).toEqual({
      // The agent's name stands for its newest result.
      a: 'a-3 of epoch 1',
      'a-2': 'a-2 of epoch 1',
      'a-3': 'a-3 of epoch 1',
    })
  })

  it('a rerun repeats its step and keeps the results of the others where they were', async () => {
    const platform = new TestPlatform(plan, agents)
    await threeOfOneAgent(platform)
    await rerunEndedJob(platform.ports, { jobId: 'job1', tenant: 'local' }, 'a-2')
    const job = await platform.finish()
    expect((await loadOutputs(platform.ports, job, job.steps)).get('d')).toMatchObject({
      'a-2': 'a-2 of epoch 2',
      'a-3': 'a-3 of epoch 1',
    })
  })

  it('without the step in the key of a result: the first to end is taken for the first of the plan', async () => {
    const platform = new TestPlatform(plan, agents)
    const { loadResults, recordResult } = platform.ports.store
    const recorded: string[] = []
    platform.ports.store.recordResult = async (record) => {
      recorded.push(record.stepId)
      return await recordResult(record)
    }
    const outputAt = async (key: AttemptKey): Promise<Pick<AttemptResult, 'output'>> => {
      const [other] = await loadResults([{ ...key, stepId: recorded[['a', 'a-2', 'a-3'].indexOf(key.stepId)] ?? 'd' }])
      return other?.output === undefined ? {} : { output: other.output }
    }
    platform.ports.store.loadResults = async (keys) => {
      const own = await loadResults(keys)
      return await Promise.all(
        own.map(async (result) => (result === undefined ? result : { ...result, ...(await outputAt(result)) })),
      )
    }
    expect(await threeOfOneAgent(platform)).toMatchObject({ 'a-2': 'a-2 of epoch 1', 'a-3': 'a of epoch 1' })
  })
})
