import { describe, expect, it } from 'vitest'
import { Fault } from '../../src/core/fault.ts'
import { handleDeadLetter } from '../../src/engine/handle-dead-letter.ts'
import { handleBatch } from '../../src/handlers/handle-batch.ts'
import { idleInvoker } from '../../src/handlers/idle-invoker.ts'
import { TestPlatform } from '../engine/test-platform.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { sqsEvent, sqsRecord } from './sqs-event.ts'

/** The consumer's handler: it may read and save jobs, and start and send nothing. */
function aConsumer() {
  const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
  const queue = { send: async () => {}, backlog: async () => 0 }
  const ports = { ...platform.ports, queue, invoker: idleInvoker(platform.ports.invoker.abort) }
  const take = (event = sqsEvent()) => handleBatch(event, ports.log, (letter) => handleDeadLetter(ports, { ...letter }))
  return { platform, ports, take }
}

describe('the consumer of dead letters', () => {
  it('fails the job of a letter that was handed out again and again', async () => {
    const { platform, take } = aConsumer()
    await platform.submit()
    const letters = { Records: [sqsRecord('m1', { kind: 'wake', jobId: 'job1' }, 99)] }
    expect(await take(letters)).toEqual({ batchItemFailures: [] })
    expect(await platform.job()).toMatchObject({ status: 'failed', error: { code: 'INTERNAL' } })
  })

  it('saves what is to be started and leaves the start to the planner', async () => {
    const { platform, take } = aConsumer()
    await platform.submit()
    expect(await take(sqsEvent({ kind: 'job.submitted', jobId: 'job1' }))).toEqual({ batchItemFailures: [] })
    expect(platform.calls).toEqual([])
    const job = await platform.job()
    expect(job.steps).toMatchObject([{ stepId: 'a', status: 'running', attempt: 1 }])
    expect(job.wakeAt).toBeDefined()
    platform.facts.splice(0)
    expect(await platform.finish()).toMatchObject({ status: 'completed', steps: [{ attempt: 1 }] })
  })

  it('keeps a letter whose job cannot even be failed', async () => {
    const { platform, ports } = aConsumer()
    await platform.submit()
    const away = new Fault('STORE_UNAVAILABLE', { operation: 'a save', problem: 'gone' }, { retryable: true })
    const store = { ...ports.store, saveJob: () => Promise.reject(away) }
    const letters = { Records: [sqsRecord('m1', { kind: 'wake', jobId: 'job1' }, 99)] }
    const answer = await handleBatch(letters, ports.log, (letter) => handleDeadLetter({ ...ports, store }, letter))
    expect(answer.batchItemFailures).toEqual([{ itemIdentifier: 'm1' }])
  })

  it('acknowledges what it cannot read, and logs it', async () => {
    const { platform, take } = aConsumer()
    expect(await take(sqsEvent('{', { kind: 'news' }))).toEqual({ batchItemFailures: [] })
    expect(platform.logged).toEqual(Array(2).fill('message is no fact and is dropped'))
  })
})
