import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { defineAgent, fatal } from '../../src/agent/index.ts'
import { fakeMemory, tryAgent } from '../../src/testing/index.ts'

const asModule = (agent: unknown, more: object = {}) => ({ default: agent, ...more })

describe('a try of an agent', () => {
  it('gives it input and results, and answers its output as JSON', async () => {
    const agent = defineAgent({ run: ({ input, results }) => ({ input, results, at: new Date(0) }) })
    expect(await tryAgent(asModule(agent), { input: 1, results: { before: [2] } })).toEqual({
      status: 'completed',
      output: { input: 1, results: { before: [2] }, at: '1970-01-01T00:00:00.000Z' },
    })
  })

  it('checks the agent’s own schemas', async () => {
    const agent = defineAgent({ input: z.object({ rows: z.number() }), run: () => null })
    const execution = await tryAgent(asModule(agent), { input: { rows: 'many' } })
    expect(execution).toMatchObject({ status: 'failed', error: { code: 'STEP_INPUT_INVALID' } })
  })

  it('applies what agents.yaml declares: the schema it names, and the tools', async () => {
    const agent = defineAgent({ run: ({ tools }) => tools.double?.(21) })
    const exported = asModule(agent, { double: (n: number) => 2 * n, Text: z.string() })
    const declared = { name: 'x', entry: 'x.ts', tools: ['double'] }
    expect(await tryAgent(exported, { declared })).toEqual({ status: 'completed', output: 42 })
    const strict = { declared: { ...declared, outputSchema: 'Text' } }
    expect(await tryAgent(exported, strict)).toMatchObject({ error: { code: 'STEP_OUTPUT_INVALID' } })
  })

  it('keeps files in memory for as long as it lasts', async () => {
    const agent = defineAgent({
      async run({ storage }) {
        const { ref } = await storage.put('a.txt', 'kept')
        return await storage.getText(ref)
      },
    })
    expect(await tryAgent(asModule(agent))).toEqual({ status: 'completed', output: 'kept' })
  })

  it('gives it the memory of the trial, which lasts from one try to the next', async () => {
    const agent = defineAgent({
      async run({ memory, input }) {
        const known = await memory.longTerm.recall('Meyer')
        await memory.longTerm.remember(String(input))
        await memory.job.remember('done')
        return known.map(({ text }) => text)
      },
    })
    const memory = fakeMemory({ longTerm: ['Meyer wants mail'] })
    const tries = [await tryAgent(asModule(agent), { memory, input: 'Meyer has a boat' })]
    expect(tries).toEqual([{ status: 'completed', output: ['Meyer wants mail'] }])
    expect(memory.texts('longTerm')).toEqual(['Meyer has a boat', 'Meyer wants mail'])
    expect(memory.texts('job')).toEqual(['done'])
    expect(await tryAgent(asModule(agent))).toMatchObject({ error: { code: 'AGENT_MEMORY_UNDECLARED' } })
  })

  it('ends as failed with the author’s own code, and does not throw', async () => {
    const agent = defineAgent({
      run() {
        throw fatal('NO_DATA', 'nothing')
      },
    })
    expect(await tryAgent(asModule(agent))).toMatchObject({ status: 'failed', error: { code: 'NO_DATA' } })
  })

  it('knows no files of other jobs: BLOB_MISSING', async () => {
    const agent = defineAgent({ run: ({ storage }) => storage.getText('files/agent/trial/before/a.txt') })
    expect(await tryAgent(asModule(agent))).toMatchObject({ status: 'failed', error: { code: 'BLOB_MISSING' } })
  })
})
