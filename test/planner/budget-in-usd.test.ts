import { describe, expect, it } from 'vitest'
import type { Definition } from '../../src/core/definition.ts'
import type { ModelUsage } from '../../src/core/model-usage.ts'
import { fold } from '../../src/planner/fold.ts'
import { leftMicroUsd } from '../../src/planner/job-budget.ts'
import { rerunJob } from '../../src/planner/rerun-job.ts'
import { aDefinition } from './a-plan.ts'
import { PlannedJob } from './planned-job.ts'

const budgetMicroUsd = 1_000

function withBudget(notation: string): Definition {
  const definition = aDefinition([{ run: notation }])
  const [[name = '', workflow] = []] = Object.entries(definition.workflows)
  return workflow === undefined ? definition : { ...definition, workflows: { [name]: { ...workflow, budgetMicroUsd } } }
}

const used = (microUsd: ModelUsage['microUsd']): ModelUsage => ({
  requests: 1,
  inputTokens: 9,
  outputTokens: 3,
  microUsd,
})

/** Evidence that the step's present attempt has failed or completed, with what its models cost. */
function ended(job: PlannedJob, said: `${string} ${'failed' | 'completed'}`, microUsd: ModelUsage['microUsd']) {
  const [stepId = '', kind] = said.split(' ')
  const { agent = '', attempt } = job.step(stepId)
  const result = { agent, epoch: job.job.epoch, attempt, bytes: 2 }
  const error = { code: 'STEP_FAILED', message: 'broke' }
  const end = kind === 'completed' ? ({ kind, result } as const) : ({ kind: 'failed', error } as const)
  return { ...job.evidence(stepId, end), usage: used(microUsd) }
}

describe('what the models of a step cost', () => {
  it('adds up over its attempts', () => {
    const job = new PlannedJob(aDefinition([{ run: 'a' }])).decide()
    job.decide([ended(job, 'a failed', 40)]).after(1_000)
    job.decide([ended(job, 'a completed', 2)])
    expect(job.step('a').usage).toEqual({ requests: 2, inputTokens: 18, outputTokens: 6, microUsd: 42 })
  })

  it('is counted once, however often its end is told', () => {
    const job = new PlannedJob(aDefinition([{ run: 'a -> b' }])).decide()
    const end = ended(job, 'a completed', 40)
    expect(job.decide([end, end]).step('a').usage?.microUsd).toBe(40)
    expect(fold(job.job, [end])).toBe(job.job)
  })

  it('stays with the epoch when a rerun begins the step afresh', () => {
    const definition = aDefinition([{ run: 'a -> b' }])
    const job = new PlannedJob(definition).decide()
    job.decide([ended(job, 'a completed', 40)]).decide([ended(job, 'b completed', 2)])
    const rerun = rerunJob(definition, job.job, { fromStep: 'b', now: job.now })
    expect(rerun.steps.map(({ usage }) => usage?.microUsd)).toEqual([40, undefined])
    expect(rerun.earlierEpochs.map(({ usage }) => usage?.microUsd)).toEqual([2])
  })
})

describe('a budget in USD', () => {
  it('stops the job before the step that follows when it is used up', () => {
    const job = new PlannedJob(withBudget('a -> b')).decide()
    job.decide([ended(job, 'a completed', budgetMicroUsd)])
    expect(job.job).toMatchObject({
      status: 'failed',
      error: { code: 'JOB_COST_EXCEEDED', message: expect.stringContaining('0.001 USD') },
    })
    expect(job.steps).toBe('a:completed b:skipped')
  })

  it('lets the step begin while there is something left', () => {
    const job = new PlannedJob(withBudget('a -> b')).decide()
    expect(job.decide([ended(job, 'a completed', budgetMicroUsd - 1)]).running).toEqual(['b'])
  })

  it('counts attempts that failed, and stops before the next one', () => {
    const job = new PlannedJob(withBudget('a')).decide()
    job.decide([ended(job, 'a failed', budgetMicroUsd)]).after(1_000)
    expect(job.job).toMatchObject({ status: 'failed', error: { code: 'JOB_COST_EXCEEDED' } })
  })

  it('lets running siblings finish', () => {
    const job = new PlannedJob(withBudget('(a | b) -> c')).decide()
    job.decide([ended(job, 'a completed', 2 * budgetMicroUsd)])
    expect(job.running).toEqual(['b'])
    expect(job.complete('b').job.error?.code).toBe('JOB_COST_EXCEEDED')
  })

  it('stops the job when nobody knows what is left', () => {
    const job = new PlannedJob(withBudget('a -> b')).decide()
    expect(job.decide([ended(job, 'a completed', 'unknown')]).job.error?.code).toBe('JOB_COST_UNKNOWN')
  })

  it('does not matter to a wait, nor to a job without one', () => {
    const { workflows } = withBudget('a')
    const [workflow] = Object.values(workflows)
    if (workflow === undefined) throw new Error('no workflow')
    const { budgetMicroUsd: _budget, ...without } = workflow
    expect(leftMicroUsd(without, [])).toBeUndefined()
    expect(leftMicroUsd(workflow, [])).toBe(budgetMicroUsd)
  })
})
