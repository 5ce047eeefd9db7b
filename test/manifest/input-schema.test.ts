import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { agents, codes, load, project } from './marked.ts'

/** As the engine compiles it to check a job's input. */
function compiles(schema: object): boolean {
  try {
    new Ajv({ allErrors: true, allowUnionTypes: true, strictRequired: false, logger: false }).compile(schema)
    return true
  } catch {
    return false
  }
}

const accepts = (schema: object) =>
  codes(load(`${project}${agents}orchestration: { input_schema: ${JSON.stringify(schema)} }\n`)).length === 0

/** A literal key of that name would make the object look like a promise. */
const thenKeyword = 'then'

const leaf = fc.constantFrom<object>(
  { type: 'string', minLength: 1, pattern: '^a' },
  { type: ['number', 'null'], minimum: 0, multipleOf: 0.5 },
  { type: 'strin' },
  { enum: [1, 'a', null] },
  { enum: [] },
  { enum: [1, 1] },
  { const: { a: [1] } },
  { required: ['a', 'a'] },
  { required: [1] },
  { minLength: -1 },
  { maxItems: 1.5 },
  { $ref: '#/definitions/x' },
  { $ref: '#/definitions/none' },
  { pattern: '(' },
  { minimum: '3' },
  { uniqueItems: 1 },
  { unknown: true },
)
const wrap = (inner: fc.Arbitrary<object>): fc.Arbitrary<object> =>
  fc.oneof(
    inner,
    inner.map((schema) => ({ properties: { a: schema, b: true }, additionalProperties: false })),
    inner.map((schema) => ({ items: [schema], additionalItems: schema })),
    inner.map((schema) => ({ anyOf: [schema, { not: schema }] })),
    inner.map((schema) => ({ if: schema, [thenKeyword]: schema, else: false })),
    inner.map((schema) => ({ if: schema })),
  )

describe('an input schema', () => {
  it('is accepted exactly when the validator of inputs can compile it', () => {
    const schemas = wrap(wrap(leaf)).map((schema) => ({
      type: 'object',
      ...schema,
      definitions: { x: { type: 'string' } },
    }))
    fc.assert(
      fc.property(schemas, (schema) => accepts(schema) === compiles(schema)),
      { numRuns: 75 },
    )
  })

  it('may refer to itself below a property', () => {
    expect(accepts({ properties: { child: { $ref: '#' }, other: { $ref: '#/properties/a~1b' }, 'a/b': {} } })).toBe(
      true,
    )
  })

  it('survives a reference that is no text', () => {
    expect(accepts({ properties: { x: { $ref: '#/%E0' } } })).toBe(false)
  })
})
