import { describe, expect, it } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { handleFacts } from '../../src/engine/handle-facts.ts'
import { handleBatch } from '../../src/handlers/handle-batch.ts'
import type { Log } from '../../src/ports/log.ts'
import { TestPlatform } from '../engine/test-platform.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { failureOf, sqsEvent } from './sqs-event.ts'

const none = { batchItemFailures: [] }

/** The planner's handler on a memory store, with what it logs. */
function aPlanner(rules = [{ run: 'a' }]) {
  const platform = new TestPlatform(aDefinition(rules))
  const lines: { level: string; message: string; fields: unknown }[] = []
  const log: Log = (level, message, fields) => void lines.push({ level, message, fields })
  const ports = { ...platform.ports, log }
  const plan = (...bodies: readonly unknown[]) =>
    handleBatch(sqsEvent(...bodies), log, ({ jobId, facts }) => handleFacts(ports, jobId, facts))
  return { platform, lines, plan, ports }
}

describe('a batch of the planner', () => {
  it('takes each job on by its facts', async () => {
    const { platform, plan } = aPlanner()
    await platform.submit()
    await platform.submit()
    const ids = platform.facts.map(({ fact }) => fact)
    expect(await plan(...ids)).toEqual(none)
    expect(platform.calls.map(({ jobId, stepId }) => `${jobId} ${stepId}`)).toEqual(
      ids.map(({ jobId }) => `${jobId} a`),
    )
  })

  it('handles all facts of one job together', async () => {
    const seen: unknown[] = []
    const event = sqsEvent(
      { kind: 'wake', jobId: 'j1' },
      { kind: 'wake', jobId: 'j2' },
      { kind: 'job.changed', jobId: 'j1' },
    )
    await handleBatch(
      event,
      () => {},
      async ({ jobId, facts }) => void seen.push([jobId, facts.map(({ kind }) => kind)]),
    )
    expect(seen).toEqual([
      ['j1', ['wake', 'job.changed']],
      ['j2', ['wake']],
    ])
  })

  it('takes Lambda’s report of a dead process as the crash of its attempt', async () => {
    const { platform, plan } = aPlanner()
    const call = await platform.firstCall()
    await platform.claim(call)
    expect(await plan(failureOf(call))).toEqual(none)
    const [step] = (await platform.job()).steps
    expect(step).toMatchObject({ crashes: 1, error: { code: 'STEP_CRASHED' } })
  })

  it('starts an attempt again whose call expired before its agent had a place', async () => {
    const { platform, plan } = aPlanner()
    const call = await platform.firstCall()
    platform.now += 60_000
    expect(await plan(failureOf(call, 'EventAgeExceeded'))).toEqual(none)
    expect(platform.calls).toEqual([call])
  })

  it('answers only the messages of the job whose handling threw', async () => {
    const { platform, lines } = aPlanner()
    const event = sqsEvent(
      { kind: 'wake', jobId: 'good' },
      { kind: 'wake', jobId: 'bad' },
      { kind: 'job.changed', jobId: 'bad' },
    )
    const handled: string[] = []
    const log: Log = (level, message, fields) => void lines.push({ level, message, fields })
    const answer = await handleBatch(event, log, async ({ jobId }) => {
      if (jobId === 'bad') throw new Fault('STORE_UNAVAILABLE', { operation: 'x', problem: 'y' }, { retryable: true })
      handled.push(jobId)
    })
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: 'm2' }, { itemIdentifier: 'm3' }] })
    expect(handled).toEqual(['good'])
    expect(lines).toMatchObject([{ level: 'error', fields: { jobId: 'bad', code: 'STORE_UNAVAILABLE' } }])
    expect(platform.calls).toEqual([])
  })

  it('acknowledges messages that are no facts, and says which they were', async () => {
    const { lines, plan } = aPlanner()
    const newer = { kind: 'approval.requested', jobId: 'job1', secret: 'hidden' }
    expect(await plan('not JSON {', newer, { jobId: 'job1' }, '"text"', 'null', failureOf({}))).toEqual(none)
    expect(lines.map(({ level }) => level)).toEqual(Array(6).fill('warn'))
    expect(lines.map(({ fields }) => fields)).toMatchObject([
      { messageId: 'm1', kind: 'not JSON' },
      { messageId: 'm2', kind: 'approval.requested' },
      { messageId: 'm3', kind: 'none' },
      { messageId: 'm4', kind: 'none' },
      { messageId: 'm5', kind: 'none' },
      { messageId: 'm6', kind: 'none' },
    ])
    expect(JSON.stringify(lines)).not.toContain('hidden')
  })

  it('acknowledges facts of unknown and of ended jobs', async () => {
    const { platform, plan } = aPlanner()
    await platform.submit()
    const ended = await platform.finish()
    expect(await plan({ kind: 'wake', jobId: 'never' }, { kind: 'wake', jobId: ended.jobId })).toEqual(none)
    expect(await platform.job(ended.jobId)).toEqual(ended)
  })

  it('fails a job whose definition is gone, and takes the others on', async () => {
    const { platform, plan, ports } = aPlanner()
    const job = await platform.submit()
    const orphan = { ...job, jobId: 'orphan', definitionHash: 'gone' }
    await ports.store.createJob(orphan)
    expect(await plan({ kind: 'wake', jobId: 'orphan' }, { kind: 'job.submitted', jobId: job.jobId })).toEqual(none)
    expect(await platform.job('orphan')).toMatchObject({ status: 'failed', error: { code: 'DEFINITION_MISSING' } })
    expect(platform.calls).toHaveLength(1)
  })
})
