import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Execution } from '../../../src/ports/agent-executor.ts'
import { aPool } from './a-pool.ts'

test('an agent that throws at import fails with the first line and its place', async () => {
  const { run } = aPool()

  expect(await run('throws-at-import')).toEqual({
    status: 'failed',
    error: {
      code: 'AGENT_LOAD_FAILED',
      message:
        'Agent throws-at-import cannot be loaded from throws-at-import.ts: ' +
        "TypeError: Cannot read properties of null (reading 'length') (throws-at-import.ts:4:27)",
      retryable: false,
    },
  })

  expect(await run('echo')).toMatchObject({ status: 'completed' })
})

test.each([
  ['absent', { code: 'AGENT_LOAD_FAILED', message: expect.stringContaining("Cannot find module 'absent.ts'") }],
  ['not-an-agent', { code: 'AGENT_NOT_DEFINED', message: expect.stringContaining('File not-an-agent.ts') }],
  ['exits-at-import', { code: 'AGENT_LOAD_FAILED', message: expect.stringContaining('process.exit(4) was called') }],
])('the agent %s says why it cannot be loaded, and is not tried again', async (agent, error) => {
  const { run, pool } = aPool()

  expect(await run(agent)).toEqual({ status: 'failed', error: { ...error, retryable: false } })

  expect(pool.counts().idle).toBe(0)
})

test('an agent whose import takes too long is tried again: the machine may have been busy', async () => {
  const { run, pool } = aPool({ loadTimeoutMs: 300 })

  expect(await run('never-imported')).toEqual({
    status: 'failed',
    error: {
      code: 'AGENT_LOAD_FAILED',
      message: expect.stringContaining('did not end within 300 ms'),
      retryable: true,
    },
  })

  expect(pool.counts().idle).toBe(0)
})

test('an agent that is not declared fails by name', async () => {
  const { run } = aPool({ describe: () => undefined })

  expect(await run('echo')).toEqual({
    status: 'failed',
    error: { code: 'AGENT_NOT_FOUND', message: 'Agent echo is not declared', retryable: false },
  })
})

test('a syntax error is told with its line, and the corrected file runs without more ado', async () => {
  const project = aProject()
  const { run } = aPool({ projectDirectory: project.directory })
  project.write('changing.ts', 'export const rows = [1, 2\nexport default 3')

  expect(await run('changing')).toMatchObject({
    error: { code: 'AGENT_LOAD_FAILED', message: expect.stringMatching(/SyntaxError.*changing\.ts:\d/) },
  })
  project.write('changing.ts', agentThatReturns(1))

  expect(await run('changing')).toEqual({ status: 'completed', output: 1 })
})

test('after retire the changed code runs, and an attempt that was under way ends undisturbed', async () => {
  const project = aProject()
  const { run, pool } = aPool({ projectDirectory: project.directory, maxWorkers: 3 })
  project.write('changing.ts', agentThatReturns(1))
  project.write('waits.ts', agentThatWaits)
  const started = Promise.withResolvers<void>()
  const underWay = run('waits', null, { control: { progress: () => started.resolve() } })
  await started.promise
  const outputs = [await run('changing')]
  project.write('changing.ts', agentThatReturns(2))
  outputs.push(await run('changing'))

  project.write('waits.ts', agentThatReturns(3))
  pool.retire()

  outputs.push(await run('changing'))
  expect(outputs.map(outputOf)).toEqual([1, 1, 2])
  project.write('go', '')
  expect(await underWay).toEqual({ status: 'completed', output: 'undisturbed' })
  expect(await run('waits')).toEqual({ status: 'completed', output: 3 })
})

test('retire of one agent leaves the threads of the others', async () => {
  const { run, pool } = aPool()
  const [one, other] = [outputOf(await run('counter')), outputOf(await run('counter-two'))]

  pool.retire('counter')

  expect(outputOf(await run('counter'))).not.toMatchObject({ threadId: (one as { threadId: number }).threadId })
  expect(outputOf(await run('counter-two'))).toEqual({ ...(other as object), runs: 2 })
})

const troupe = JSON.stringify(new URL('../../../src/agent/index.ts', import.meta.url).href)

function agentThatReturns(value: number): string {
  return `import { defineAgent } from ${troupe}\nexport default defineAgent({ run: () => ${value} })\n`
}

const agentThatWaits = `import { defineAgent } from ${troupe}
import { existsSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
export default defineAgent({
  async run({ progress }) {
    progress(0)
    while (!existsSync(new URL('go', import.meta.url))) await pause(5)
    return 'undisturbed'
  },
})
`

function aProject() {
  const directory = mkdtempSync(join(tmpdir(), 'troupe-pool-'))
  onTestFinished(() => rmSync(directory, { recursive: true }))
  const write = (name: string, text: string) => writeFileSync(join(directory, name), text)
  write('package.json', '{"type":"module"}')
  return { directory, write }
}

function outputOf(execution: Execution): unknown {
  return execution.status === 'completed' ? execution.output : execution.error
}
