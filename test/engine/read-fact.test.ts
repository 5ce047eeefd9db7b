import { describe, expect, it } from 'vitest'
import type { Fact } from '../../src/core/fact.ts'
import { readFact } from '../../src/engine/read-fact.ts'

const attempt = { jobId: 'job1', stepId: 'a', epoch: 1, attempt: 2 }

const facts: readonly Fact[] = [
  { kind: 'job.submitted', jobId: 'job1' },
  { kind: 'job.changed', jobId: 'job1' },
  { kind: 'wake', jobId: 'job1' },
  { kind: 'step.completed', ...attempt },
  { kind: 'step.failed', ...attempt },
  { kind: 'step.crashed', ...attempt, reason: 'timedOut' },
  { kind: 'step.crashed', ...attempt, reason: 'crashed', message: 'Ünïcode' },
]

describe('a fact that is read from a message', () => {
  it.each(facts)('$kind comes back as it was sent', (fact) => {
    expect(readFact(JSON.parse(JSON.stringify(fact)))).toEqual(fact)
  })

  it('loses what it does not say', () => {
    expect(readFact({ kind: 'wake', jobId: 'job1', stepId: 'a', more: 1 })).toEqual({ kind: 'wake', jobId: 'job1' })
  })

  it.each([
    ['an unknown kind', { kind: 'step.paused', ...attempt }],
    ['a name of the prototype as kind', { kind: 'constructor', ...attempt }],
    ['no job', { kind: 'wake' }],
    ['an empty job id', { kind: 'wake', jobId: '' }],
    ['a job id that is no text', { kind: 'wake', jobId: 7 }],
    ['a step without its attempt', { kind: 'step.completed', jobId: 'job1', stepId: 'a', epoch: 1 }],
    ['an attempt that is no integer', { kind: 'step.completed', ...attempt, attempt: 1.5 }],
    ['a crash without a reason', { kind: 'step.crashed', ...attempt }],
    ['a crash for an unknown reason', { kind: 'step.crashed', ...attempt, reason: 'bored' }],
    ['a list', [{ kind: 'wake', jobId: 'job1' }]],
    ['text', 'wake'],
    ['null', null],
    ['nothing', undefined],
  ])('%s is no fact', (_what, value) => {
    expect(readFact(value)).toBeUndefined()
  })
})
