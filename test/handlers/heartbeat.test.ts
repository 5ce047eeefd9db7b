import { describe, expect, it } from 'vitest'
import { heartbeatPauseMs, withHeartbeat } from '../../src/handlers/heartbeat.ts'
import type { Execution, ExecutionControl } from '../../src/ports/agent-executor.ts'
import { aCall } from '../builders.ts'
import { settled, virtualTime } from '../virtual-time.ts'

const done: Execution = { status: 'completed', output: null }

/** An attempt that runs until the test ends it, and a table that answers its heartbeats. */
function aBeatingAttempt(answers: readonly ('running' | 'abortRequested' | Error)[] = []) {
  const time = virtualTime()
  const asked: unknown[] = []
  const lines: string[] = []
  const end = Promise.withResolvers<Execution>()
  const seen = Promise.withResolvers<ExecutionControl>()
  const marks = {
    async heartbeat({ stepId, attempt }: { stepId: string; attempt: number }) {
      asked.push(`${stepId}#${attempt}`)
      const answer = answers[asked.length - 1] ?? 'running'
      if (answer instanceof Error) throw answer
      return answer
    },
  }
  const executor = withHeartbeat(
    {
      execute(_call, control) {
        seen.resolve(control)
        return end.promise
      },
    },
    { marks, timers: time.timers, log: (_level, message) => void lines.push(message) },
  )
  const cancel = new AbortController()
  const ended = executor.execute(aCall(), { signal: cancel.signal, progress: () => {} })
  return { time, asked, lines, end, ended, cancel, control: seen.promise }
}

describe('the heartbeat of an attempt', () => {
  it('comes every tenth of the timeout, from 1 s to 15 s', () => {
    expect([2_000, 10_000, 60_000, 900_000].map(heartbeatPauseMs)).toEqual([1_000, 1_000, 6_000, 15_000])
  })

  it('asks while the code runs, and not before the first pause is over', async () => {
    const { time, asked, end, ended } = aBeatingAttempt()
    await time.advance(5_999)
    expect(asked).toEqual([])
    await time.advance(12_001)
    expect(asked).toEqual(['cleaner#1', 'cleaner#1', 'cleaner#1'])
    end.resolve(done)
    expect(await ended).toEqual(done)
    expect(time.armed).toBe(0)
  })

  it('passes a cancel on to the code’s signal, and asks no more', async () => {
    const { time, asked, end, ended, control } = aBeatingAttempt(['running', 'abortRequested'])
    await time.advance(60_000)
    const { signal } = await control
    expect(signal.reason).toMatchObject({ code: 'STEP_CANCELLED' })
    expect(asked).toHaveLength(2)
    end.resolve(done)
    await ended
  })

  it('passes on an abort of its caller', async () => {
    const { cancel, control, end, ended } = aBeatingAttempt()
    cancel.abort('shut down')
    expect((await control).signal.reason).toBe('shut down')
    end.resolve(done)
    await ended
  })

  it('goes on after a question that was not answered', async () => {
    const { time, asked, lines, end, ended } = aBeatingAttempt([new Error('throttled')])
    await time.advance(12_000)
    expect(asked).toHaveLength(2)
    expect(lines).toEqual(['heartbeat failed: Error: throttled'])
    end.resolve(done)
    await ended
  })

  it('waits for the question that is on its way, since Lambda freezes the process after the answer', async () => {
    const time = virtualTime()
    const answer = Promise.withResolvers<'running'>()
    const end = Promise.withResolvers<Execution>()
    const executor = withHeartbeat(
      { execute: () => end.promise },
      { marks: { heartbeat: () => answer.promise }, timers: time.timers, log: () => {} },
    )
    const over: Execution[] = []
    const ended = executor
      .execute(aCall(), { signal: new AbortController().signal, progress: () => {} })
      .then((execution) => void over.push(execution))
    await time.advance(6_000)
    end.resolve(done)
    await settled()
    expect(over).toEqual([])
    answer.resolve('running')
    await ended
    expect(time.armed).toBe(0)
  })
})
