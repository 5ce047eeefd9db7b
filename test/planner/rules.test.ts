import { describe, expect, it } from 'vitest'
import { previewPlan } from '../../src/planner/preview-plan.ts'
import { aDefinition, aPlan } from './a-plan.ts'
import { PlannedJob } from './planned-job.ts'

describe('deciding rules', () => {
  it('decides a rule on the input at submit and keeps what it read', () => {
    const job = new PlannedJob(aDefinition([{ if: "input.kind == 'full'", run: 'a', else: 'b' }]), {
      kind: 'quick',
    }).decide()
    expect(job.steps).toBe('b:running')
    expect(job.job.rules[0]).toMatchObject({ verdict: false, read: [['input.kind', 'quick']], missing: [] })
  })

  it('keeps of a large value only how large it was', () => {
    const job = new PlannedJob(aDefinition([{ if: "contains(input.rows, 'x')", run: 'a', else: 'b' }]), {
      rows: 'y'.repeat(10_000),
    }).decide()
    expect(job.job.rules[0]).toMatchObject({ read: [['input.rows', 'a text of 10002 characters']] })
  })

  it('decides a rule on results after the steps before it, on the newest result of that name', () => {
    const rules = [{ run: 'a' }, { if: 'results.a.score < 1', run: 'b' }, { run: 'c' }]
    const job = new PlannedJob(aDefinition(rules)).decide()
    expect(job.job.rules.map((rule) => rule.verdict)).toEqual([true, null, true])
    expect(job.steps).toBe('a:running')
    expect(job.complete('a', { score: 0 }).steps).toBe('a:completed b:running c:pending')
  })

  it('takes the else branch of a rule on results', () => {
    const job = new PlannedJob(
      aDefinition([{ run: 'a' }, { if: 'results.a.ok == true', run: 'b', else: 'c' }]),
    ).decide()
    expect(job.complete('a', { ok: false }).running).toEqual(['c'])
  })

  it('reads results by the second name that the agent gives them', () => {
    const rules = [{ run: 'a' }, { if: 'prev_step.cleaned.rows > 3', run: 'b' }]
    const job = new PlannedJob(aDefinition(rules, { agents: { a: { alias: 'cleaned' } } })).decide()
    expect(job.complete('a', { rows: 4 }).running).toEqual(['b'])
  })

  it('means by a name the steps called so before the agent called so', () => {
    const [opinion] = aPlan('a')
    if (opinion === undefined) throw new Error('one template')
    const rules = [
      { run: 'a' },
      { run: [{ ...opinion, name: 'second_opinion' }] },
      { if: 'results.a.n == 1', run: 'b' },
    ]
    const job = new PlannedJob(aDefinition(rules)).decide().complete('a', { n: 1 }).complete('second_opinion', { n: 2 })
    expect(job.running).toEqual(['b'])
  })

  it('means by the name of an agent the steps it carries out under other names, when none is called so', () => {
    const [step] = aPlan('a')
    if (step === undefined) throw new Error('one template')
    const rules = [{ run: [{ ...step, name: 'clean' }] }, { if: 'results.a.n == 1', run: 'b' }]
    expect(new PlannedJob(aDefinition(rules)).decide().complete('clean', { n: 1 }).running).toEqual(['b'])
  })

  it('means by a repeated name the newest', () => {
    const rules = [{ run: 'a' }, { run: 'a' }, { if: 'results.a.n == 2', run: 'b' }]
    const job = new PlannedJob(aDefinition(rules)).decide().complete('a', { n: 1 }).complete('a-2', { n: 2 })
    expect(job.running).toEqual(['b'])
  })

  it('counts a result that nobody made as missing', () => {
    const rules = [
      { if: 'input.x == 1', run: 'a' },
      { if: 'results.a.score > 0', run: 'b', else: 'c' },
    ]
    const job = new PlannedJob(aDefinition(rules)).decide()
    expect(job.running).toEqual(['c'])
    expect(job.job.rules[1]).toMatchObject({ verdict: false, missing: ['results.a.score'] })
  })

  it('keeps a verdict once decided, whatever the step does later', () => {
    const job = new PlannedJob(aDefinition([{ run: 'a' }, { if: 'results.a.n > 0', run: 'a -> b' }]))
      .decide()
      .complete('a', { n: 1 })
    const decided = job.job.rules[1]
    job.complete('a-2', { n: -1 })
    expect(job.job.rules[1]).toBe(decided)
  })

  it('fails the job when no rule chose a step, naming every verdict', () => {
    const job = new PlannedJob(aDefinition([{ name: 'full', if: 'input.kind == 1', run: 'a' }])).decide()
    expect(job.job).toMatchObject({
      status: 'failed',
      error: { code: 'PLAN_EMPTY', message: expect.stringContaining('full is false (input.kind is missing)') },
    })
  })

  it('completes it instead when the workflow says so', () => {
    const job = new PlannedJob(
      aDefinition([{ if: 'input.kind == 1', run: 'a' }], { workflow: { onEmpty: 'complete' } }),
    ).decide()
    expect(job.job).toMatchObject({ status: 'completed', steps: [] })
    expect(job.job.wakeAt).toBeUndefined()
  })

  it('fails the job on a type error, without retry', () => {
    const job = new PlannedJob(aDefinition([{ name: 'big', if: 'input.n > 3', run: 'a' }]), { n: 'four' }).decide()
    expect(job.job).toMatchObject({
      status: 'failed',
      error: { code: 'RULE_TYPE_ERROR', message: expect.stringContaining('Rule big') },
    })
  })

  it('counts a type error as false where the rule says so', () => {
    const job = new PlannedJob(aDefinition([{ if: 'input.n > 3', onTypeError: 'false', run: 'a', else: 'b' }]), {
      n: 'four',
    }).decide()
    expect(job.running).toEqual(['b'])
    expect(job.job.rules[0]).toMatchObject({ verdict: false, problem: expect.stringContaining('input.n > 3') })
  })

  it('fails a step whose own condition meets a wrong type', () => {
    const [a] = aPlan('a')
    if (a === undefined) throw new Error('one template')
    const job = new PlannedJob(aDefinition([{ run: [{ ...a, when: 'input.n > 3' }] }]), { n: 'four' }).decide()
    expect(job.step('a')).toMatchObject({ status: 'failed', error: { code: 'RULE_TYPE_ERROR' } })
    expect(job.job.status).toBe('failed')
  })
})

describe('a step that comes again under a number', () => {
  it('is what its name stands for, as the newest, also when a fallback carried it out', () => {
    const definition = aDefinition([{ run: 'a -> a' }, { if: 'results.a.n == 2', run: 'b' }], {
      agents: { a: { onError: { kind: 'fallback', agent: 'f' } }, f: {} },
    })
    const job = new PlannedJob(definition).decide().complete('a', { n: 1 }).after(1).fail('a-2', { retryable: false })
    expect(job.complete('a-2', { n: 2 }).running).toEqual(['b'])
  })

  it.each(['results["a-2"].n == 1', "prev_step['a-2'].n == 1", String.raw`results["a\u002d2"].n == 1`])(
    'is read by its id: %s',
    (condition) => {
      const definition = aDefinition([{ run: 'a' }, { run: 'a' }, { if: condition, run: 'b' }])
      const job = new PlannedJob(definition).decide().complete('a', { n: 0 }).complete('a-2', { n: 1 })
      expect(job.running).toEqual(['b'])
    },
  )
})

describe('the preview of a plan', () => {
  const definition = aDefinition([
    { name: 'full', if: "input.kind == 'full'", run: 'a -> b', else: 'a' },
    { name: 'doubtful', if: 'results.a.confidence < 0.7', run: 'c -> d', else: 'e' },
  ])

  it('says what the input decides, what is decided later, and the most steps that can run', () => {
    const preview = previewPlan(definition, 'default', { kind: 'full' })
    expect(preview.rules.map(({ verdict, reason }) => [verdict, reason])).toEqual([
      [true, 'true: input.kind is "full"'],
      [null, 'decided later, by results'],
    ])
    expect(preview.rules[1]?.otherwise?.map(({ name }) => name)).toEqual(['e'])
    expect(preview).toMatchObject({ complete: false, worstCaseSteps: 4 })
  })

  it('says why a job would fail at once', () => {
    const preview = previewPlan(aDefinition([{ if: 'input.n > 3', run: 'a' }]), 'default', { n: 'x' })
    expect(preview.error?.code).toBe('RULE_TYPE_ERROR')
  })

  it('refuses a workflow that does not exist, naming those that do', () => {
    expect(() => previewPlan(definition, 'nightly', {})).toThrow(
      expect.objectContaining({ code: 'WORKFLOW_NOT_FOUND', hint: 'Choose one of: default' }),
    )
  })
})
