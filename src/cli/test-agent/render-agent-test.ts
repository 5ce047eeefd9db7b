import { posix } from 'node:path'
import type { AgentDefinition } from '../../core/definition.ts'
import { canonicalJson } from '../../core/json.ts'
import type { FixtureFiles, Reproduction } from './fixture.ts'

export interface AgentTest extends Reproduction {
  readonly files: FixtureFiles
  readonly agent: AgentDefinition
  /** tools.ts beside the agent's code, when it has declared tools. */
  readonly toolsFile?: string
}

/** The text of a test that runs the agent on the fixture and expects what came of it now. */
export function renderAgentTest(test: AgentTest): string {
  const { files, agent, recorded, toolsFile } = test
  const path = (file: string) => JSON.stringify(posix.relative(posix.dirname(files.test), file)).replaceAll('"', "'")
  const { expectation, title, note } = expected(test)
  const exports = toolsFile === undefined ? 'agent' : '{ ...tools, ...agent }'
  const lines = [
    "import { tryAgent } from 'troupe/testing'",
    "import { expect, test } from 'vitest'",
    `import * as agent from ${path(agent.entry)}`,
    `import fixture from ${path(files.fixture)} with { type: 'json' }`,
    ...(toolsFile === undefined ? [] : [`import * as tools from ${path(toolsFile)}`]),
    '',
    `// Written by: troupe test ${agent.name} --from-job ${recorded.jobId} --step ${recorded.stepId}`,
    ...note.map((line) => `// ${line}`),
    `test('${agent.name} ${title} what step ${recorded.stepId} was given', async () => {`,
    `  const execution = await tryAgent(${exports}, fixture)`,
    `  ${expectation}`,
    '})',
    '',
  ]
  return lines.join('\n')
}

interface Expected {
  readonly expectation: string
  readonly title: string
  readonly note: readonly string[]
}

function expected({ recorded, execution }: AgentTest): Expected {
  if (execution.status === 'failed') {
    const code = JSON.stringify(execution.error.code).replaceAll('"', "'")
    return {
      title: 'fails on',
      expectation: `expect(execution).toMatchObject({ status: 'failed', error: { code: ${code} } })`,
      note: ['It holds the failure as it is: once repaired, expect the output instead.'],
    }
  }
  const isSame = recorded.output !== undefined && canonicalJson(recorded.output) === canonicalJson(execution.output)
  if (isSame) {
    const expectation = "expect(execution).toEqual({ status: 'completed', output: fixture.output })"
    return { title: 'answers as before on', expectation, note: [] }
  }
  return {
    title: 'completes on',
    expectation: "expect(execution).toMatchObject({ status: 'completed' })",
    note: [
      recorded.output === undefined
        ? `In the job the step was ${recorded.status}; when the test was written it completed.`
        : 'Its output was not the same again when the test was written: only the completion is expected.',
    ],
  }
}
