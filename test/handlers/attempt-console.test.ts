import { describe, expect, it } from 'vitest'
import { withAttemptConsole } from '../../src/handlers/attempt-console.ts'
import type { AgentExecutor, Execution } from '../../src/ports/agent-executor.ts'
import { TestPlatform } from '../engine/test-platform.ts'
import { aDefinition } from '../planner/a-plan.ts'

const { console: attemptConsole } = globalThis
const done: Execution = { status: 'completed', output: null }
const control = { signal: new AbortController().signal, progress: () => {} }

async function linesOf(work: () => unknown) {
  const lines: unknown[] = []
  const executor: AgentExecutor = {
    async execute() {
      await work()
      return done
    },
  }
  const call = await new TestPlatform(aDefinition([{ run: 'a' }])).firstCall()
  const told = withAttemptConsole(executor, (level, message, fields) => void lines.push([level, message, fields]))
  const end = await told.execute(call, control).catch((error: Error) => error.message)
  const { jobId } = call
  return { lines, end, key: { agent: 'a', jobId, stepId: 'a', attempt: 1 } }
}

describe('what an attempt says with console', () => {
  it('is a line of the attempt, at its level, formatted as console does', async () => {
    const { lines, end, key } = await linesOf(() => {
      attemptConsole.log('%s rows', 3, { dropped: 1 })
      attemptConsole.error(new Error('no luck').message)
      attemptConsole.debug('x')
    })
    expect(lines).toEqual([
      ['info', '3 rows { dropped: 1 }', key],
      ['error', 'no luck', key],
      ['debug', 'x', key],
    ])
    expect(end).toBe(done)
  })

  it('ends with the attempt, also one that throws', async () => {
    const before = { ...attemptConsole }
    const { end } = await linesOf(() => Promise.reject(new Error('crashed')))
    expect(end).toBe('crashed')
    expect({ ...attemptConsole }).toEqual(before)
  })

  it('has a bound: neither one line nor many can fill the log', async () => {
    const { lines } = await linesOf(() => {
      attemptConsole.info('y'.repeat(20_000))
      for (let line = 0; line < 10_010; line += 1) attemptConsole.warn('z')
    })
    expect(lines.length).toBe(10_000)
    expect(lines[0]).toEqual(['info', 'y'.repeat(10_000), expect.anything()])
  })
})
