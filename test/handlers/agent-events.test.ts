import { describe, expect, it } from 'vitest'
import { type AgentContext, defineAgent } from '../../src/agent/index.ts'
import { loadAgent } from '../../src/agent/load-agent.ts'
import { errorBody } from '../../src/api/contract.ts'
import { Fault } from '../../src/core/fault.ts'
import type { JsonValue } from '../../src/core/json.ts'
import { answerAgentEvent } from '../../src/handlers/answer-agent-event.ts'
import type { AgentPorts } from '../../src/handlers/run-call.ts'
import type { AttemptCall } from '../../src/ports/agent-invoker.ts'
import { TestPlatform } from '../engine/test-platform.ts'
import { aDefinition } from '../planner/a-plan.ts'
import { settled, virtualTime } from '../virtual-time.ts'
import { sqsEvent } from './sqs-event.ts'

type Run = (context: AgentContext<JsonValue>) => unknown
const declaration = { name: 'a', entry: 'agents/a/agent.ts', tools: [] }

/** The Lambda of agent `a`, and the call that the planner made of a submitted job. */
async function aLambda(run: Run | Fault = ({ input }) => input, ports: Partial<AgentPorts> = {}) {
  const platform = new TestPlatform(aDefinition([{ run: 'a' }]))
  const call = await platform.firstCall()
  platform.facts.splice(0)
  const time = virtualTime()
  const discarded: string[] = []
  const parts: AgentPorts = {
    ...platform.ports,
    marks: { heartbeat: async () => 'running' },
    timers: time.timers,
    declaration,
    code: run instanceof Fault ? run : loadAgent(declaration, { default: defineAgent({ run }) }),
    discard: () => void discarded.push('ended'),
    ...ports,
  }
  const context = { awsRequestId: '8f5e1a7c-0000-4000-8000-1234567890ab', getRemainingTimeInMillis: () => 65_000 }
  const ask = (event: unknown) => answerAgentEvent(parts, event, context)
  return { platform, call, time, discarded, ask }
}

async function stepOf(platform: TestPlatform) {
  await platform.plan()
  return (await platform.job()).steps[0]
}

function httpEvent(body: unknown, more: object = {}): object {
  return {
    version: '2.0',
    headers: {},
    requestContext: { http: { method: 'POST' } },
    body,
    isBase64Encoded: false,
    ...more,
  }
}

describe('an agent that the planner calls', () => {
  it('claims, runs, records and reports, and answers nothing', async () => {
    const { platform, call, ask } = await aLambda()
    expect(await ask(call)).toBeUndefined()
    expect(platform.facts).toMatchObject([{ fact: { kind: 'step.completed', stepId: 'a', attempt: 1 } }])
    expect(await stepOf(platform)).toMatchObject({ status: 'completed' })
  })

  it('runs a call once, however often it comes', async () => {
    const runs: number[] = []
    const { call, ask } = await aLambda(({ attempt }) => runs.push(attempt.number))
    await Promise.all([ask(call), ask(call)])
    await ask(call)
    expect(runs).toEqual([1])
  })

  it('takes a large call from the blob it was put to', async () => {
    const { platform, call, ask } = await aLambda(({ input }) => input)
    const key = 'calls/a/job1/a/1-1.json'
    const { jobId, stepId, epoch, attempt, agent } = call
    await platform.ports.blobs.put(key, Buffer.from(JSON.stringify({ ...call, input: 'large' })))
    await ask({ jobId, stepId, epoch, attempt, agent, callBlob: key })
    const [result] = await platform.ports.store.loadResults([{ jobId, stepId, epoch, attempt, agent }])
    expect(result?.output).toEqual({ json: 'large', bytes: 7 })
  })

  it.each([
    ['nothing', undefined, 'it is not a JSON object'],
    ['text', 'hello', 'it is not a JSON object'],
    ['an empty object', {}, 'jobId is missing'],
    ['a call without a token', { jobId: 'job1', stepId: 'a', agent: 'a', epoch: 1, attempt: 1 }, 'token is missing'],
  ])('throws and logs what is no call: %s', async (_what, event, problem) => {
    const { platform, ask } = await aLambda()
    await expect(ask(event)).rejects.toMatchObject({ code: 'AGENT_EVENT_INVALID', args: { problem } })
    expect(platform.logged.join()).toContain(problem)
    expect(platform.facts).toEqual([])
  })

  it('throws a call of another agent, and runs nothing', async () => {
    const { platform, call, ask } = await aLambda()
    const problem = 'it is for agent b, not a'
    await expect(ask({ ...call, agent: 'b' })).rejects.toMatchObject({ code: 'AGENT_EVENT_INVALID', args: { problem } })
    expect(platform.facts).toEqual([])
  })

  it('throws when the attempt cannot be claimed, so that Lambda reports it', async () => {
    const away = new Fault('STORE_UNAVAILABLE', { operation: 'x', problem: 'y' }, { retryable: true })
    const store = { claimResult: () => Promise.reject(away), recordResult: () => Promise.reject(away) }
    const { call, ask } = await aLambda(({ input }) => input, { store })
    await expect(ask(call)).rejects.toBe(away)
  })

  it('fails the step with what its code cannot be loaded for', async () => {
    const { platform, call, ask } = await aLambda(new Fault('AGENT_NOT_DEFINED', { entry: declaration.entry }))
    await ask(call)
    expect(await stepOf(platform)).toMatchObject({ status: 'failed', error: { code: 'AGENT_NOT_DEFINED' } })
  })

  it('records a timeout, and then ends a process in which the code goes on', async () => {
    const { platform, call, time, discarded, ask } = await aLambda(() => new Promise(() => {}))
    const answered = ask(call)
    await settled()
    await time.advance(60_000)
    await answered
    expect(platform.facts).toMatchObject([{ fact: { kind: 'step.failed' } }])
    expect(discarded).toEqual(['ended'])
    expect(await stepOf(platform)).toMatchObject({ error: { code: 'STEP_TIMED_OUT' } })
  })

  it('keeps its process when the code stops in time', async () => {
    const { platform, call, time, discarded, ask } = await aLambda(
      ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    )
    const answered = ask(call)
    await settled()
    await time.advance(60_000)
    await answered
    expect(discarded).toEqual([])
    expect(await stepOf(platform)).toMatchObject({ error: { code: 'STEP_TIMED_OUT' } })
  })

  it('hears of a cancel at its next heartbeat', async () => {
    const marks = { heartbeat: async () => 'abortRequested' as const }
    const { call, time, platform, ask } = await aLambda(
      ({ signal }) => new Promise((_, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      { marks },
    )
    const answered = ask(call)
    await settled()
    await time.advance(6_000)
    await answered
    expect(await stepOf(platform)).toMatchObject({ error: { code: 'STEP_CANCELLED' } })
  })
})

describe('an agent behind a queue', () => {
  it('carries out one call after another, and acknowledges what is no call', async () => {
    const { platform, call, ask } = await aLambda()
    const other: AttemptCall = { ...call, agent: 'b' }
    expect(await ask(sqsEvent(call, 'not JSON {', other, { kind: 'wake', jobId: 'job1' }))).toEqual({
      batchItemFailures: [],
    })
    expect(platform.facts).toHaveLength(1)
    expect(platform.logged.filter((line) => line.startsWith('call was not carried out'))).toHaveLength(3)
  })

  it('tells of which attempt a call was that could not be carried out, whatever else is wrong with it', async () => {
    const told: unknown[] = []
    const { call, ask } = await aLambda(undefined, { log: (_, message, fields) => void told.push([message, fields]) })
    await ask(sqsEvent({ ...call, agent: 'b' }, 'not JSON {'))
    const { jobId, stepId } = call
    expect(told).toEqual([
      [expect.stringContaining('agent b'), { jobId, stepId, attempt: 1, code: 'AGENT_EVENT_INVALID' }],
      [expect.any(String), { code: 'AGENT_EVENT_INVALID' }],
    ])
  })

  it('answers the messages whose call could not be carried out', async () => {
    const away = new Fault('STORE_UNAVAILABLE', { operation: 'x', problem: 'y' }, { retryable: true })
    const store = { claimResult: () => Promise.reject(away), recordResult: () => Promise.reject(away) }
    const { call, ask } = await aLambda(({ input }) => input, { store })
    expect(await ask(sqsEvent({}, call))).toEqual({ batchItemFailures: [{ itemIdentifier: 'm2' }] })
  })
})

describe('an agent behind API Gateway', () => {
  it('answers which attempt it carried out', async () => {
    const { call, ask } = await aLambda()
    const answer = await ask(httpEvent(JSON.stringify(call)))
    expect(answer).toMatchObject({ statusCode: 200, headers: { 'content-type': 'application/json' } })
    expect(bodyOf(answer)).toEqual({ jobId: 'job1', stepId: 'a', epoch: 1, attempt: 1 })
  })

  it('reads a body that is encoded', async () => {
    const { call, ask } = await aLambda()
    const body = Buffer.from(JSON.stringify(call)).toString('base64')
    expect(await ask(httpEvent(body, { isBase64Encoded: true }))).toMatchObject({ statusCode: 200 })
  })

  it.each([undefined, null, '', '{', '[]', '{}'])('answers 400 in the API’s form when the body is %j', async (body) => {
    const { ask } = await aLambda()
    const answer = await ask(httpEvent(body))
    expect(answer).toMatchObject({
      statusCode: 400,
      headers: { 'x-request-id': '8f5e1a7c-0000-4000-8000-1234567890ab' },
    })
    expect(errorBody.parse(bodyOf(answer)).error.code).toBe('AGENT_EVENT_INVALID')
  })

  it('answers 503 when the store is away', async () => {
    const away = new Fault('STORE_UNAVAILABLE', { operation: 'x', problem: 'y' }, { retryable: true })
    const store = { claimResult: () => Promise.reject(away), recordResult: () => Promise.reject(away) }
    const { call, ask } = await aLambda(({ input }) => input, { store })
    expect(await ask(httpEvent(JSON.stringify(call)))).toMatchObject({
      statusCode: 503,
      headers: { 'retry-after': '1' },
    })
  })
})

function bodyOf(answer: unknown): unknown {
  return JSON.parse((answer as { body: string }).body)
}
