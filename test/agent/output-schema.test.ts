import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { defineAgent } from '../../src/agent/define-agent.ts'
import { loadAgent, type ModuleExports } from '../../src/agent/load-agent.ts'
import { outputSchemaOf } from '../../src/agent/output-schema.ts'

const declared = { name: 'a', entry: 'agents/a/agent.ts', tools: [] }
const run = (): never => {
  throw new Error('is not run')
}

function schemaOf(main: ModuleExports, outputSchema?: string) {
  return outputSchemaOf(loadAgent({ ...declared, ...(outputSchema === undefined ? {} : { outputSchema }) }, main))
}

describe('the schema of an agent’s results', () => {
  it('is the JSON Schema of the one that agents.yaml names', () => {
    const Output = z.object({ kind: z.enum(['x', 'y']), at: z.date(), n: z.string().transform(Number) })
    expect(schemaOf({ default: defineAgent({ run }), Output }, 'Output')).toEqual({
      kind: 'schema',
      schema: {
        $schema: 'http://json-schema.org/draft-07/schema#',
        type: 'object',
        properties: {
          kind: { type: 'string', enum: ['x', 'y'] },
          // A result is JSON: a date has become text.
          at: { type: 'string', format: 'date-time' },
          n: {},
        },
        required: ['kind', 'at', 'n'],
        additionalProperties: false,
      },
    })
  })

  it('is the agent’s own when agents.yaml names none, and none without either', () => {
    expect(schemaOf({ default: defineAgent({ run, output: z.number() }) })).toMatchObject({
      schema: { type: 'number' },
    })
    expect(schemaOf({ default: defineAgent({ run }) })).toEqual({ kind: 'none' })
  })

  it('of both is the one that agents.yaml names: it is applied last', () => {
    const main = { default: defineAgent({ run, output: z.any() }), Output: z.string() }
    expect(schemaOf(main, 'Output')).toMatchObject({ schema: { type: 'string' } })
  })

  it('cannot be read when another library made it', () => {
    const Output = { safeParseAsync: async () => ({ success: true }) }
    expect(schemaOf({ default: defineAgent({ run }), Output }, 'Output')).toEqual({
      kind: 'unreadable',
      name: 'Output',
      problem: 'it was not made by zod 4',
    })
  })
})
