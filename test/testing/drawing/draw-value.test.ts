import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import * as z from 'zod'
import { CleanedDataOutput } from '../../../agents/data_cleaner/cleaned-data.ts'
import { ForecastOutput } from '../../../agents/forecast_agent/forecast-output.ts'
import { TrendOutput } from '../../../agents/trend_analyzer/trend-output.ts'
import type { JsonObject, JsonValue } from '../../../src/core/json.ts'
import { drawValue } from '../../../src/testing/drawing/draw-value.ts'
import { fitsSchema } from '../../../src/testing/drawing/fits-schema.ts'
import { createRandom } from '../../../src/testing/simulation/random.ts'
import { anySchema } from './any-schema.ts'

function validator(schema: JsonObject) {
  return new Ajv({ strict: false, validateFormats: false, validateSchema: false }).compile(schema)
}

function draw(schema: JsonObject, seed: number): { value: JsonValue; notes: string[] } {
  const notes = new Set<string>()
  return { value: drawValue(schema, { random: createRandom(seed), notes }), notes: [...notes] }
}

/** Where doubles have no fraction any more, validators do not agree what a multiple is. */
/** As text, because an object with a key `then` looks like a promise. */
const conditional: JsonObject = JSON.parse(`{
  "type": "object", "required": ["kind"], "properties": { "kind": { "enum": ["card", "cash"] } },
  "if": { "properties": { "kind": { "const": "card" } } },
  "then": { "required": ["number"], "properties": { "number": { "type": "string" } } },
  "else": { "properties": { "number": false } }
}`)

const json = fc.jsonValue({ maxDepth: 3 }).map((value): JsonValue => {
  return JSON.parse(JSON.stringify(value), (_, inner) =>
    typeof inner === 'number' && Math.abs(inner) > 1e9 ? 1e9 : inner,
  )
})

describe('a drawn value', () => {
  it('is valid by its schema, whatever that asks for', () => {
    fc.assert(
      fc.property(anySchema, fc.nat(), (schema, seed) => {
        const { value, notes } = draw(schema, seed)
        const validate = validator(schema)
        expect(validate(value), `${JSON.stringify(value)} ${JSON.stringify(validate.errors)}`).toBe(true)
        expect(notes).toEqual([])
      }),
      { numRuns: 300 },
    )
  })

  it('is the same for the same seed, and another one for another', () => {
    const schema = z.toJSONSchema(TrendOutput, { target: 'draft-7' }) as JsonObject
    expect(draw(schema, 7)).toEqual(draw(schema, 7))
    expect(draw(schema, 7)).not.toEqual(draw(schema, 8))
  })

  it.each([
    ['the shipped cleaner', CleanedDataOutput],
    ['the shipped forecast', ForecastOutput],
    ['the shipped trend', TrendOutput],
    [
      'formats',
      z.object({ at: z.iso.datetime(), day: z.iso.date(), mail: z.email(), id: z.uuid(), link: z.url(), ip: z.ipv4() }),
    ],
    [
      'records and tuples',
      z.object({
        by: z.record(z.string(), z.int()),
        of: z.record(z.enum(['a', 'b']), z.boolean()),
        pair: z.tuple([z.string(), z.int()]),
      }),
    ],
    [
      'a discriminated union',
      z.discriminatedUnion('kind', [
        z.object({ kind: z.literal('a'), n: z.int() }),
        z.object({ kind: z.literal('b'), s: z.string().min(3) }),
      ]),
    ],
    ['both of two', z.intersection(z.object({ a: z.string() }), z.object({ b: z.number().positive() }))],
    [
      'optional and nullable parts',
      z.object({ a: z.string().optional(), b: z.number().nullable(), c: z.array(z.enum(['x', 'y'])).nonempty() }),
    ],
    [
      'bounds',
      z.object({
        a: z.int().min(3).max(4),
        b: z.number().gt(0).lt(0.01),
        c: z.string().length(40),
        d: z.number().multipleOf(0.25),
      }),
    ],
    [
      'patterns',
      z.object({
        a: z.string().startsWith('id-').endsWith('!'),
        b: z.string().regex(/^[A-Z]{2}\d+$/),
        c: z.cuid2(),
        d: z.ulid(),
      }),
    ],
  ])('of a schema made by zod, %s, is taken by zod again', (_title, type) => {
    const schema = z.toJSONSchema(type, { target: 'draft-7' }) as JsonObject
    const validate = validator(schema)
    for (let seed = 1; seed <= 50; seed++) {
      const { value, notes } = draw(schema, seed)
      expect(notes).toEqual([])
      expect(validate(value), JSON.stringify(value)).toBe(true)
      // A refinement has no JSON Schema: only the shipped cleaner has one.
      if (type !== CleanedDataOutput) expect(type.safeParse(value).error, JSON.stringify(value)).toBeUndefined()
    }
  })

  it('of a schema that holds itself has an end', () => {
    const node: JsonObject = {
      type: 'object',
      required: ['name', 'children', 'next'],
      properties: {
        name: { type: 'string' },
        children: { type: 'array', items: { $ref: '#/definitions/node' } },
        next: { anyOf: [{ $ref: '#/definitions/node' }, { type: 'null' }] },
      },
    }
    const schema = { $ref: '#/definitions/node', definitions: { node } }
    const validate = validator(schema)
    for (let seed = 1; seed <= 50; seed++) {
      const { value } = draw(schema, seed)
      expect(validate(value)).toBe(true)
      expect(JSON.stringify(value).length).toBeLessThan(20_000)
    }
  })

  it.each<[string, JsonObject]>([
    ['items that all differ', { type: 'array', items: { enum: [1, 2, 3] }, uniqueItems: true, minItems: 3 }],
    [
      'a list that contains something',
      { type: 'array', items: { type: 'integer' }, contains: { const: 7 }, minItems: 2 },
    ],
    [
      'exactly one of several',
      {
        oneOf: [
          { type: 'integer', minimum: 3 },
          { type: 'number', maximum: 5 },
        ],
      },
    ],
    ['what is not', { type: 'integer', minimum: 0, maximum: 3, not: { enum: [0, 1, 3] } }],
    ['if and else', conditional],
    [
      'names by a pattern',
      { type: 'object', patternProperties: { '^x-': { type: 'integer' } }, additionalProperties: false },
    ],
    [
      'at least so many names',
      {
        type: 'object',
        minProperties: 3,
        propertyNames: { pattern: '^[a-z]{3}$' },
        additionalProperties: { type: 'null' },
      },
    ],
    [
      'keywords beside a reference',
      { definitions: { n: { type: 'integer' } }, $ref: '#/definitions/n', minimum: 5, maximum: 6 },
    ],
    [
      'two parts of one range',
      {
        allOf: [
          { type: 'number', minimum: 1 },
          { type: 'integer', maximum: 2 },
        ],
      },
    ],
  ])('fits a schema with %s', (_title, schema) => {
    const validate = validator(schema)
    for (let seed = 1; seed <= 50; seed++) {
      const { value, notes } = draw(schema, seed)
      expect(validate(value), JSON.stringify(value)).toBe(true)
      expect(notes).toEqual([])
    }
  })

  it.each<[string, JsonObject, string]>([
    ['a pattern with a reference back', { type: 'string', pattern: '^(.)\\1$' }, 'pattern ^(.)\\1$'],
    ['a format that nobody knows', { type: 'string', format: 'iban' }, 'format iban'],
    [
      'a contradiction',
      { type: 'integer', minimum: 3, not: { minimum: 2 } },
      'schema {"type":"integer","minimum":3,"not":{"minimum":2}}',
    ],
  ])('says what of %s it could not follow', (_title, schema, note) => {
    const { notes } = draw(schema, 1)
    expect(notes).toContain(note)
  })
})

describe('the check of a value against a schema', () => {
  it('judges like the validator of the platform', () => {
    fc.assert(
      fc.property(anySchema, json, (schema, value) => {
        expect(fitsSchema(value, schema, schema)).toBe(validator(schema)(value))
      }),
      { numRuns: 300 },
    )
  })
})
