import fc from 'fast-check'
import type { JsonObject, JsonValue } from '../../../src/core/json.ts'

const small = fc.integer({ min: 0, max: 4 })
const edge = fc.constantFrom(-5, -1, 0, 0.5, 1, 2.25, 10, 1_000)
const scalar: fc.Arbitrary<JsonValue> = fc.constantFrom<JsonValue>(
  null,
  true,
  false,
  0,
  1,
  2.5,
  -3,
  '',
  'a',
  'é',
  'full',
)
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 })

/** Both ends of a range, or one, or none; the least is never beyond the most. */
function range(least: string, most: string, ends: fc.Arbitrary<number>): fc.Arbitrary<JsonObject> {
  return fc.tuple(optional(ends), optional(ends)).map(([a, b]) => ({
    ...(a === undefined ? {} : { [least]: b === undefined ? a : Math.min(a, b) }),
    ...(b === undefined ? {} : { [most]: a === undefined ? b : Math.max(a, b) }),
  }))
}

const number = range('minimum', 'maximum', edge).map((bounds) => ({ type: 'number', ...bounds }))
const integer = range('minimum', 'maximum', fc.integer({ min: -3, max: 3 })).map((bounds) => ({
  type: 'integer',
  ...bounds,
}))
const above = fc.record({ type: fc.constant('number'), exclusiveMinimum: edge })
const stepped = fc.record({ type: fc.constant('number'), multipleOf: fc.constantFrom(0.5, 1, 5, 25) })
const text = range('minLength', 'maxLength', small).map((bounds) => ({ type: 'string', ...bounds }))
const patterned = fc
  .constantFrom(
    '^\\d{4}-(0[1-9]|1[0-2])$',
    '^[A-Z]{3}$',
    'x+y?',
    '^(?:ab|c)*$',
    '[^a-z]',
    '^a.c$',
    '\\w\\s\\S',
    '^$|^é$',
  )
  .map((pattern) => ({ type: 'string', pattern }))
const named = fc.oneof(
  fc
    .uniqueArray(scalar, { minLength: 1, maxLength: 4, selector: (value) => JSON.stringify(value) })
    .map((values) => ({ enum: values })),
  scalar.map((value) => ({ const: value })),
  fc.constantFrom('boolean', 'null').map((type) => ({ type })),
)

/** JSON Schemas that some value fits, of all kinds that the generator knows. */
export const anySchema: fc.Arbitrary<JsonObject> = fc.letrec<{ schema: JsonObject }>((tie) => {
  const list = fc
    .record({ items: tie('schema'), size: range('minItems', 'maxItems', small) })
    .map(({ items, size }) => ({ type: 'array', items, ...size }))
  const tuple = fc
    .array(tie('schema'), { minLength: 1, maxLength: 3 })
    .map((items) => ({ type: 'array', items, additionalItems: false, minItems: items.length }))
  const properties = fc.dictionary(fc.constantFrom('a', 'b', 'rows', 'row-count'), tie('schema'), {
    noNullPrototype: true,
  })
  const map = fc.record({ properties, open: fc.constantFrom(true, false, undefined), from: fc.nat(2) }).map((made) => {
    const { properties, open, from } = made
    const required = Object.keys(properties).slice(from)
    return { type: 'object', properties, required, ...(open === undefined ? {} : { additionalProperties: open }) }
  })
  const record = fc.record({
    type: fc.constant('object'),
    additionalProperties: tie('schema'),
    minProperties: fc.nat(2),
  })
  const branches = fc.array(tie('schema'), { minLength: 1, maxLength: 3 })
  return {
    schema: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      ...[number, integer, above, stepped, text, patterned, named],
      ...[list, tuple, map, record],
      branches.map((anyOf) => ({ anyOf })),
      tie('schema').map((inner) => ({ allOf: [inner, {}] })),
      tie('schema').map((inner) => ({ anyOf: [inner, { type: 'null' }] })),
    ),
  }
}).schema
