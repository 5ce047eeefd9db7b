import { describe, expect, it } from 'vitest'
import { defineAgent } from '../../src/agent/index.ts'
import { loadCode } from '../../src/handlers/load-code.ts'

const declaration = { name: 'a', entry: 'agents/a/agent.ts', tools: ['lookup'] }
const main = { default: defineAgent({ run: () => null }) }

describe('an agent’s code on Lambda', () => {
  it('has its tools from the entry or from tools.ts', async () => {
    const lookup = () => 1
    expect(await loadCode(declaration, async () => ({ main: { ...main, lookup } }))).toMatchObject({
      tools: { lookup },
    })
    expect(await loadCode(declaration, async () => ({ main, tools: { lookup } }))).toMatchObject({ tools: { lookup } })
  })

  it('is a fault when a tool is nowhere', async () => {
    expect(await loadCode(declaration, async () => ({ main, tools: {} }))).toMatchObject({ code: 'AGENT_TOOL_MISSING' })
  })

  it.each([
    [new TypeError('rows is not iterable\n at x'), 'TypeError: rows is not iterable'],
    ['a text', 'it threw a text'],
  ])('is a fault when its module throws %s', async (thrown, problem) => {
    const load = () => Promise.reject(thrown)
    expect(await loadCode(declaration, load)).toMatchObject({
      code: 'AGENT_LOAD_FAILED',
      args: { agent: 'a', entry: 'agents/a/agent.ts', problem },
    })
  })
})
