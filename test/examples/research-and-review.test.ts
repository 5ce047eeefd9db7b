import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import * as researcher from '../../examples/research-and-review/agents/researcher/agent.ts'
import * as reviewer from '../../examples/research-and-review/agents/reviewer/agent.ts'
import { scriptedModel } from '../../src/testing/models/scripted-model.ts'
import { tryAgent } from '../../src/testing/try-agent.ts'
import { troupe } from '../cli/troupe-process.ts'

const project = join(import.meta.dirname, '../../examples/research-and-review')

afterAll(() => rmSync(join(project, '.troupe'), { recursive: true, force: true }))

describe('the example of a researcher and a reviewer', () => {
  it('goes two rounds and no more, and says that it is simulated', async () => {
    const job = await demo()
    expect(job).toMatchObject({ status: 'completed', result: { approved: true, simulated: true, model: 'scripted' } })
    const steps = job.steps.map(({ stepId, status }) => `${stepId} ${status}`)
    expect(steps).toEqual(['researcher completed', 'reviewer completed', 'revise completed', 'second_review completed'])
  }, 30_000)

  it('shows the researcher its notes and the comments of its reviewer as untrusted text', async () => {
    const claims = [{ text: 'Up to 16 metres.', source: 'tides-2' }]
    const model = scriptedModel([
      { toolCalls: [{ name: 'search_notes', input: { word: 'fundy' } }] },
      { toolCalls: [{ name: 'answer', input: { claims } }] },
    ])
    const input = { question: 'How high?', comments: ['17 is wrong'] }
    expect(await tryAgent(researcher, { input, model })).toMatchObject({ status: 'completed', output: { claims } })
    expect(model.requests[0]?.system).toContain('at most 5 claims')
    expect(model.requests[0]?.messages[0]?.text).toContain('<untrusted source="reviewer">\n17 is wrong\n</untrusted>')
    expect(model.requests[1]?.messages.at(-1)?.toolResults[0]?.text).toContain('tides-2')
  })

  it('does not let a model approve a number that is not in its source', async () => {
    const model = scriptedModel([{ toolCalls: [{ name: 'answer', input: { approved: true, comments: [] } }] }])
    const input = { question: 'How high?', claims: [{ text: 'Up to 17 metres.', source: 'tides-2' }] }
    const execution = await tryAgent(reviewer, { input, model })
    expect(execution).toMatchObject({ output: { approved: false, comments: ['17 does not stand in tides-2'] } })
  })
})

interface DemoJob {
  readonly status: string
  readonly result: unknown
  readonly steps: readonly { readonly stepId: string; readonly status: string }[]
}

async function demo(): Promise<DemoJob> {
  const input = '{"question":"How high are tides?"}'
  const { stdout, stderr } = await troupe(['demo', '--json', '--input', input], { cwd: project })
  if (stdout === '') throw new Error(stderr)
  return (JSON.parse(stdout) as { job: DemoJob }).job
}
