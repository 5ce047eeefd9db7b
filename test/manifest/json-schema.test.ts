import { readFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { manifestJsonSchema } from '../../src/manifest/json-schema.ts'

const accepts = new Ajv({ strict: false, logger: false }).compile(manifestJsonSchema())
const sample = () => parse(readFileSync(new URL('fixtures/seed-style.yaml', import.meta.url), 'utf8'))

describe('the JSON Schema of agents.yaml', () => {
  it('accepts a good file', () => {
    expect(accepts(sample()), JSON.stringify(accepts.errors)).toBe(true)
  })

  it.each([
    ['an unknown key', { orchestraton: {} }],
    ['a wrong type', { api: 'http' }],
    ['a wrong kind of step', { orchestration: { selection_rules: [{ agents: [{ parallell: ['data_cleaner'] }] }] } }],
    ['a bad agent name', { agents: { 'my-agent': {} } }],
  ])('refuses %s', (_, change) => {
    expect(accepts({ ...sample(), ...change })).toBe(false)
  })

  it('names what it describes and its dialect first', () => {
    expect(Object.keys(manifestJsonSchema()).slice(0, 2)).toEqual(['$schema', 'title'])
  })
})
