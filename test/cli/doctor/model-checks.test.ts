import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Check } from '../../../src/cli/doctor/check.ts'
import { modelChecks } from '../../../src/cli/doctor/model-checks.ts'
import type { ModelSettings } from '../../../src/core/model-settings.ts'
import type { BedrockAnswer } from '../../../src/testing/models/bedrock-answer.ts'
import { type FakeBedrock, startFakeBedrock } from '../../../src/testing/models/fake-bedrock.ts'
import { aDefinition } from '../../planner/a-plan.ts'

let fake: FakeBedrock | undefined

afterEach(async () => {
  vi.unstubAllEnvs()
  await fake?.close()
})

async function allOf(checks: AsyncIterable<Check>): Promise<Check[]> {
  const all: Check[] = []
  for await (const check of checks) all.push(check)
  return all
}

/** The checks of a project whose agents have these models, on a Bedrock that answers so. */
async function checked(llms: readonly ModelSettings[], answers: readonly BedrockAnswer[]): Promise<Check[]> {
  fake = await startFakeBedrock(answers)
  vi.stubEnv('AWS_ENDPOINT_URL_BEDROCK_RUNTIME', fake.url)
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'AKIAEXAMPLE')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  const agents = Object.fromEntries(llms.map((llm, index) => [`a${index}`, { llm }]))
  const definition = aDefinition([{ run: ['z', ...Object.keys(agents)].join(' -> ') }], { agents })
  const project = { definition } as Parameters<typeof modelChecks>[0]['project'] & object
  return await allOf(modelChecks({ project }))
}

const bedrock = (model: string): ModelSettings => ({ provider: 'bedrock', model, region: 'us-east-1' })
const sum = { toolCalls: [{ name: 'answer', input: { sum: 4 } }] }
const refusal = { status: 400, type: 'ValidationException', message: 'tool_choice: forced tool use is not supported' }

describe('doctor --models', () => {
  it('asks each model once, fallbacks too, and says how it gives structured output and what that cost', async () => {
    const llm = { ...bedrock('amazon.nova-micro-v1:0'), fallbackModel: 'probed-fallback' }
    const checks = await checked([llm, llm], [sum, sum])
    expect(checks.map(({ name, status }) => [name, status])).toEqual([
      ['model amazon.nova-micro-v1:0', 'ok'],
      ['model probed-fallback', 'ok'],
    ])
    expect(checks[0]?.found).toMatch(/of bedrock answers in .*, takes a forced tool; this cost 0\.000001 USD/)
    expect(checks[1]?.found).toContain('its price is unknown')
    expect(fake?.requests.map(({ modelId }) => modelId)).toEqual(['amazon.nova-micro-v1:0', 'probed-fallback'])
  })

  it('finds out that a model refuses forced tools', async () => {
    const [check] = await checked([bedrock('probed-unforced')], [refusal, sum])
    expect(check).toMatchObject({ status: 'ok', found: expect.stringContaining('calls a tool when told to') })
  })

  it('warns of a model that writes JSON and calls no tool', async () => {
    const talk = { text: 'It is four.' }
    const [check] = await checked([bedrock('probed-talker')], [talk, talk, { text: '{"sum": 4}' }])
    expect(check).toMatchObject({ status: 'warning', found: expect.stringContaining("structuredOutput: 'json'") })
  })

  it('shows what is wrong with a model, with the repair', async () => {
    const missing = { status: 400, type: 'ValidationException', message: 'The provided model identifier is invalid.' }
    const [check] = await checked([bedrock('probed-missing')], [missing])
    expect(check).toMatchObject({
      name: 'model probed-missing',
      status: 'failed',
      found: expect.stringContaining('is not known to bedrock'),
      repair: expect.stringContaining('enable the model in the account'),
    })
  })

  it('asks nobody for a script, and says so where no agent has a model', async () => {
    expect(await checked([{ provider: 'scripted' }], [])).toMatchObject([{ name: 'model scripted', status: 'ok' }])
    expect(fake?.requests).toEqual([])
    await fake?.close()
    expect(await checked([], [])).toMatchObject([{ status: 'ok', found: 'no agent has one' }])
  })

  it('waits for agents.yaml to be valid', async () => {
    expect(await allOf(modelChecks({}))).toMatchObject([{ status: 'skipped' }])
  })
})
