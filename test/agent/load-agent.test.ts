import { expect, test } from 'vitest'
import * as z from 'zod'
import { defineAgent } from '../../src/agent/index.ts'
import { type AgentDeclaration, loadAgent, toolsBeyond } from '../../src/agent/load-agent.ts'

const schema = z.object({ a: z.number() })
const agent = defineAgent({ output: schema, run: () => ({ a: 1 }) })

test.each([
  ['no default', {}],
  ['a plain object', { default: { run: () => 1 } }],
  ['a function', { default: () => 1 }],
])('a module with %s exports no agent', (_name, exports) => {
  expect(() => loadAgent(declared(), exports)).toThrow(
    expect.objectContaining({ code: 'AGENT_NOT_DEFINED', message: expect.stringContaining('agents/a/agent.ts') }),
  )
})

test.each([
  ['missing', {}],
  ['no schema', { Out: { a: 1 } }],
])('a schema that is %s is told by name', (_name, exports) => {
  expect(() => loadAgent(declared({ outputSchema: 'Out' }), { default: agent, ...exports })).toThrow(
    expect.objectContaining({ code: 'AGENT_SCHEMA_MISSING', message: expect.stringContaining('the schema Out') }),
  )
})

test.each([
  ['missing', {}],
  ['no function', { clean: 'me' }],
])('a tool that is %s is told by name', (_name, exports) => {
  expect(() => loadAgent(declared({ tools: ['clean'] }), { default: agent, ...exports })).toThrow(
    expect.objectContaining({ code: 'AGENT_TOOL_MISSING', message: expect.stringContaining('the tool clean') }),
  )
})

test('a schema given twice is applied once, under the name agents.yaml knows', () => {
  const loaded = loadAgent(declared({ outputSchema: 'Out' }), { default: agent, Out: schema })

  expect(loaded.outputSchemas.map(({ name }) => name)).toEqual(['Out'])
})

test('the input passes the schema of agents.yaml first, the output the own one first', () => {
  const other = z.object({ a: z.number().min(0) })
  const both = defineAgent({ input: schema, output: schema, run: () => ({ a: 1 }) })

  const loaded = loadAgent(declared({ inputSchema: 'Other', outputSchema: 'Other' }), { default: both, Other: other })

  expect(loaded.inputSchemas.map(({ name }) => name)).toEqual(['Other', "the agent's own input schema"])
  expect(loaded.outputSchemas.map(({ name }) => name)).toEqual(["the agent's own output schema", 'Other'])
})

test('a tool of the entry comes before one of tools.ts', () => {
  const named = declared({ tools: ['clean', 'split'] })
  const exports = { default: agent, clean: () => 'entry' }

  const { tools } = loadAgent(named, exports, { clean: () => 'beside', split: () => 'beside' })

  expect([tools.clean?.(), tools.split?.()]).toEqual(['entry', 'beside'])
  expect(toolsBeyond(named, exports)).toEqual(['split'])
})

function declared(options: Partial<AgentDeclaration> = {}): AgentDeclaration {
  return { name: 'a', entry: 'agents/a/agent.ts', tools: [], ...options }
}
