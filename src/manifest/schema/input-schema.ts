import * as z from 'zod'

// JSON Schema (draft-07) as a schema of ours: the validator that checks jobs' inputs takes 60 ms to load, which is too
// long for `validate`; and so a mistyped keyword gets its place and a suggestion. Keywords that the validator would
// ignore (`format`, content encodings) are left out, hence refused.

const count = z.int().min(0).optional()
const number = z.number().optional()
const repeated = { params: { code: 'MANIFEST_RANGE', limit: 'without repetition' } }
const names = z.array(z.string()).refine(isUnique, repeated)
/** A key of that name in a literal would make the object look like a promise. */
const thenKeyword = 'then'
const typeName = z.enum(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'])

const schema: z.ZodType<unknown> = z.lazy(() => z.union([z.boolean(), inputSchema])).meta({ id: 'inputSchema' })
const schemas = z.array(schema).min(1).optional()
const schemaMap = z.record(z.string(), schema).optional()

const annotations = {
  $schema: z.enum(['http://json-schema.org/draft-07/schema#', 'http://json-schema.org/draft-07/schema']).optional(),
  $comment: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  default: z.json().optional(),
  examples: z.array(z.json()).optional(),
}

export const inputSchema = z
  .strictObject({
    ...annotations,
    type: z.union([typeName, z.array(typeName).min(1).refine(isUnique, repeated)]).optional(),
    enum: z.array(z.json()).min(1).refine(isUnique, repeated).optional(),
    const: z.json().optional(),
    properties: schemaMap,
    patternProperties: schemaMap,
    additionalProperties: schema.optional(),
    propertyNames: schema.optional(),
    required: names.optional(),
    minProperties: count,
    maxProperties: count,
    items: z.union([schema, z.array(schema).min(1)]).optional(),
    additionalItems: schema.optional(),
    contains: schema.optional(),
    uniqueItems: z.boolean().optional(),
    minItems: count,
    maxItems: count,
    minLength: count,
    maxLength: count,
    pattern: z.string().optional(),
    minimum: number,
    maximum: number,
    exclusiveMinimum: number,
    exclusiveMaximum: number,
    multipleOf: z.number().positive().optional(),
    allOf: schemas,
    anyOf: schemas,
    oneOf: schemas,
    not: schema.optional(),
    if: schema.optional(),
    [thenKeyword]: schema.optional(),
    else: schema.optional(),
    definitions: schemaMap,
    $ref: z.string().optional(),
  })
  .meta({ description: 'JSON Schema (draft-07) of a job’s input.' })

function isUnique(list: readonly unknown[]): boolean {
  return new Set(list.map((item) => JSON.stringify(item))).size === list.length
}
