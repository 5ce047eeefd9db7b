import { describe, expect, it } from 'vitest'
import type { RecordedStep } from '../../../src/cli/test-agent/fixture.ts'
import { type AgentTest, renderAgentTest } from '../../../src/cli/test-agent/render-agent-test.ts'
import { anAgent } from '../../builders.ts'

const recorded: RecordedStep = {
  jobId: 'j1',
  stepId: 's1',
  status: 'completed',
  input: {},
  results: {},
  output: { a: 1, b: 2 },
}

const aTest = (changes: Partial<AgentTest> = {}): AgentTest => ({
  files: { directory: '/p', fixture: 'agents/x/fixtures/j1-s1.json', test: 'test/agents/x/j1-s1.test.ts' },
  agent: anAgent({ name: 'x' }),
  recorded,
  execution: { status: 'completed', output: { b: 2, a: 1 } },
  ...changes,
})

describe('the test of a recorded step', () => {
  it('imports code and fixture by paths from where it stands', () => {
    const text = renderAgentTest(aTest())
    expect(text).toContain("from '../../../agents/x/agent.ts'")
    expect(text).toContain("from '../../../agents/x/fixtures/j1-s1.json' with { type: 'json' }")
  })

  it('expects the same output when the agent gave it again, whatever the order of its keys', () => {
    expect(renderAgentTest(aTest())).toContain("toEqual({ status: 'completed', output: fixture.output })")
  })

  it('expects only the completion when the output was another', () => {
    const text = renderAgentTest(aTest({ execution: { status: 'completed', output: { a: 3 } } }))
    expect(text).toContain("toMatchObject({ status: 'completed' })")
  })

  it('holds a failure by its code', () => {
    const execution = { status: 'failed', error: { code: 'NO_DATA', message: 'none' } } as const
    expect(renderAgentTest(aTest({ execution }))).toContain(
      "toMatchObject({ status: 'failed', error: { code: 'NO_DATA' } })",
    )
  })

  it('brings the tools that stand beside the agent', () => {
    const text = renderAgentTest(aTest({ toolsFile: 'agents/x/tools.ts' }))
    expect(text).toContain("import * as tools from '../../../agents/x/tools.ts'")
    expect(text).toContain('tryAgent({ ...tools, ...agent }, fixture)')
  })
})
