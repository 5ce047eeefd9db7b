import { describe, expect, it } from 'vitest'
import { createMemoryAnswers } from '../../src/adapters/memory/memory-answers.ts'
import { type AgentContext, defineAgent } from '../../src/agent/index.ts'
import { loadAgent } from '../../src/agent/load-agent.ts'
import { Fault } from '../../src/core/fault.ts'
import type { JsonValue } from '../../src/core/json.ts'
import type { ModelSettings } from '../../src/core/model-settings.ts'
import { createProcessExecutor } from '../../src/handlers/process-executor.ts'
import type { AttemptCall } from '../../src/ports/agent-invoker.ts'
import type { AnswerStore } from '../../src/ports/answer-store.ts'
import { aCall, builtAt } from '../builders.ts'
import { settled, virtualTime } from '../virtual-time.ts'

type Run = (context: AgentContext<JsonValue>) => unknown

/** One attempt of this code in this process, with the time in the test's hands. */
function anExecution(run: Run | Fault, { call = {}, remainingMs = 65_000, llm, answers }: Execution = {}) {
  const time = virtualTime()
  const lines: unknown[][] = []
  const files: string[] = []
  const cancel = new AbortController()
  const named = { name: 'cleaner', entry: 'agents/cleaner/agent.ts', tools: [] }
  const declared = llm === undefined ? named : { ...named, llm }
  const executor = createProcessExecutor({
    agent: run instanceof Fault ? run : loadAgent(declared, { default: defineAgent({ run }) }),
    ...(answers === undefined ? {} : { answers }),
    blobs: { put: async (key) => void files.push(key), get: async () => new Uint8Array() },
    log: (...line) => void lines.push(line),
    clock: time.clock,
    timers: time.timers,
    remainingMs: () => remainingMs,
  })
  const ended = executor.execute(aCall(call), { signal: cancel.signal, progress: () => {} })
  return { time, lines, files, cancel, executor, ended }
}

interface Execution {
  readonly call?: Partial<AttemptCall>
  readonly remainingMs?: number
  readonly llm?: ModelSettings
  readonly answers?: AnswerStore
}

describe('code that runs in the Lambda’s own process', () => {
  it('gives its result, and leaves nothing behind', async () => {
    const { ended, executor, time } = anExecution(({ input, attempt }) => ({ input, deadline: attempt.deadline }), {
      call: { input: 7 },
    })
    expect(await ended).toEqual({ status: 'completed', output: { input: 7, deadline: builtAt + 60_000 } })
    expect(executor.hasLeftover()).toBe(false)
    expect(time.armed).toBe(0)
  })

  it('writes its log with the attempt it belongs to', async () => {
    const { ended, lines } = anExecution(({ log }) => log.info('hello', { rows: 3, agent: 'another' }))
    await ended
    expect(lines).toEqual([
      ['info', 'hello', { rows: 3, agent: 'cleaner', jobId: 'job1', stepId: 'cleaner', attempt: 1 }],
    ])
  })

  it('finds and keeps answers of models under its own name, where agents.yaml says so', async () => {
    const ask: Run = async ({ model }) => {
      await model?.answers?.put('h', { text: 'kept', expiresAt: 1 })
      return (await model?.answers?.get('h'))?.text ?? 'none'
    }
    const answers = createMemoryAnswers()
    expect(await anExecution(ask, { answers }).ended).toMatchObject({ output: 'none' })
    expect(await anExecution(ask, { answers, llm: { cacheMs: 1_000 } }).ended).toMatchObject({ output: 'kept' })
    expect(await answers.get('cleaner#h')).toEqual({ text: 'kept', expiresAt: 1 })
  })

  it('is told to stop shortly before its timeout, and may end by itself', async () => {
    const { ended, time, executor } = anExecution(
      ({ signal }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
    )
    await time.advance(57_999)
    expect(executor.hasLeftover()).toBe(true)
    await time.advance(1)
    expect(await ended).toMatchObject({ status: 'failed', error: { code: 'STEP_TIMED_OUT' } })
    expect(executor.hasLeftover()).toBe(false)
  })

  it('is given up at its timeout when it does not stop, and has no voice from then on', async () => {
    const go = Promise.withResolvers<void>()
    const { ended, time, executor, lines, files } = anExecution(async ({ log, storage }) => {
      await go.promise
      log.info('late')
      await storage.put('late.txt', 'late')
    })
    await time.advance(60_000)
    expect(await ended).toMatchObject({
      status: 'failed',
      error: { code: 'STEP_TIMED_OUT', message: 'Attempt ran longer than its 1 m' },
    })
    expect(executor.hasLeftover()).toBe(true)
    go.resolve()
    await settled()
    expect([lines, files]).toEqual([[], []])
  })

  it('has less time than its timeout when the Lambda ends before it', async () => {
    const { ended, time } = anExecution(() => new Promise(() => {}), { remainingMs: 13_000 })
    await time.advance(10_000)
    expect(await ended).toMatchObject({ error: { message: 'Attempt ran longer than its 10 s' } })
  })

  it('is told to stop when its job is cancelled, and given up a second later', async () => {
    const heard: unknown[] = []
    const { ended, time, cancel, executor } = anExecution(
      ({ signal }) => new Promise(() => signal.addEventListener('abort', () => heard.push(signal.reason))),
    )
    await settled()
    cancel.abort(new Fault('STEP_CANCELLED'))
    expect(heard).toMatchObject([{ code: 'STEP_CANCELLED' }])
    await time.advance(1_000)
    expect(await ended).toMatchObject({ status: 'failed', error: { code: 'STEP_CANCELLED' } })
    expect(executor.hasLeftover()).toBe(true)
  })

  it('fails each attempt with what it cannot be loaded for', async () => {
    const { ended, executor } = anExecution(new Fault('AGENT_NOT_DEFINED', { entry: 'agents/cleaner/agent.ts' }))
    expect(await ended).toMatchObject({ status: 'failed', error: { code: 'AGENT_NOT_DEFINED', retryable: false } })
    expect(executor.hasLeftover()).toBe(false)
  })

  it('fails only itself when it throws', async () => {
    const { ended, executor } = anExecution(() => {
      throw new Error('broke')
    })
    expect(await ended).toEqual({ status: 'failed', error: { code: 'STEP_FAILED', message: 'broke' } })
    expect(executor.hasLeftover()).toBe(false)
  })
})
