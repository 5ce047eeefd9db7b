import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as reporter from '../../../agents/insight_reporter/agent.ts'
import { numbersIn } from '../../../agents/insight_reporter/numbers-in.ts'
import { summaryOf } from '../../../agents/insight_reporter/written-summary.ts'
import { scriptedModel } from '../../../src/testing/models/scripted-model.ts'
import { tryAgent } from '../../../src/testing/try-agent.ts'

interface Report {
  readonly html: string
  readonly findings: readonly { readonly heading: string; readonly text: string }[]
  readonly written?: unknown
}

const { input } = JSON.parse(readFileSync('agents/insight_reporter/sample.json', 'utf8'))
const declared = { name: 'insight_reporter', llm: { provider: 'scripted' } } as const
const read = { toolCalls: [{ name: 'read_facts', input: {} }] }
const saying = (summary: string) => ({ toolCalls: [{ name: 'answer', input: { summary } }] })

async function reportOf(answers?: Parameters<typeof scriptedModel>[0], isConfigured = true) {
  const model = scriptedModel(answers ?? [])
  const given = answers === undefined ? {} : { model }
  const execution = await tryAgent(reporter, { input, ...given, ...(isConfigured ? { declared } : {}) })
  if (execution.status === 'failed') throw new Error(execution.error.message)
  return { report: execution.output as unknown as Report, requests: model.requests }
}

describe('the summary of a report', () => {
  it('is not there without a model in agents.yaml, and the report says that none took part', async () => {
    const { report, requests } = await reportOf([], false)
    expect(report.written).toBeUndefined()
    expect(report.html).toContain('No language model took part')
    expect(requests).toEqual([])
  })

  it('is written from the facts that the model read, and marked', async () => {
    const plain = (await reportOf([], false)).report
    const text = plain.findings[0]?.text ?? ''
    const { report, requests } = await reportOf([read, saying(text)])
    expect(report.written).toEqual({ text, model: 'scripted', simulated: true })
    expect(report.html).toContain('Written by a script in place of a language model.')
    expect(report.html).toContain('A language model wrote the part that says so.')
    expect(report.html).not.toContain('No language model took part')
    const facts = requests[1]?.messages.at(-1)?.toolResults[0]?.text ?? ''
    expect(facts).toContain(text)
    expect(JSON.stringify(requests[0])).not.toContain(text)
  })

  it('with a number that no fact has is refused, and asked for again with what is wrong', async () => {
    const { report, requests } = await reportOf([read, saying('Sales rose by 77.7%.'), saying('Sales rose.')])
    expect(report.written).toMatchObject({ text: 'Sales rose.' })
    expect(requests.at(-1)?.messages.at(-1)?.toolResults[0]?.text).toContain('77.7%')
  })

  it('that never has the right numbers is left out, and the report says so', async () => {
    const { report } = await reportOf([read, ...Array.from({ length: 6 }, () => saying('It cost $123,456.'))])
    expect(report.written).toMatchObject({ problem: expect.stringContaining('no valid output') })
    expect(report.html).not.toContain('123,456')
    expect(report.html).toContain('there is none: Model scripted gave no valid output')
  })

  it('is shown without a model by provider: scripted', async () => {
    const { report } = await reportOf()
    expect(report.written).toMatchObject({ simulated: true, text: expect.stringContaining('The data are of') })
  })
})

describe('the numbers of a text', () => {
  it.each([
    ['Sales rose by 3.8% to $1,250.0 million in 2015.', ['3.8%', '1250million', '2015']],
    ['−3.8 % and +0.50%', ['3.8%', '0.5%']],
    ['$3.91T, 12 months, 80%.', ['3.91T', '12', '80%']],
    ['None at all', []],
  ])('%s', (text, numbers) => {
    expect(numbersIn(text)).toEqual(numbers)
  })

  it('are compared with their units', () => {
    const schema = summaryOf(['Sales rose by 3.8% to $5 million.'])
    expect(schema.safeParse('3.8% is 5 million').success).toBe(true)
    expect(schema.safeParse('3.8 is 5 million').success).toBe(false)
    expect(schema.safeParse('3.8% is 5 billion').success).toBe(false)
  })
})
