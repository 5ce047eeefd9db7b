import { expect, expectTypeOf, test } from 'vitest'
import * as z from 'zod'
import { defineAgent } from '../../src/agent/index.ts'
import type { JsonValue } from '../../src/core/json.ts'

interface Report {
  readonly title: string
}

test('the types of run follow the schemas', () => {
  const agent = defineAgent({
    input: z.object({ day: z.coerce.date(), limit: z.number().default(10) }),
    output: z.object({ at: z.string().transform((text) => text.length), note: z.string().default('') }),
    async run(context) {
      expectTypeOf(context.input).toEqualTypeOf<{ day: Date; limit: number }>()
      expectTypeOf(context.results).toEqualTypeOf<Readonly<Record<string, JsonValue>>>()
      expectTypeOf(context.attempt.deadline).toBeNumber()
      expectTypeOf(context.signal).toEqualTypeOf<AbortSignal>()
      expectTypeOf(context).not.toHaveProperty('store')
      return { at: '2026' }
    },
  })

  // What run returns is the input of the output schema.
  expectTypeOf<Awaited<ReturnType<typeof agent.run>>>().toEqualTypeOf<{ at: string; note?: string | undefined }>()
  expect(agent).toHaveProperty('run')
})

test('without schemas the input is JSON and anything may be returned', () => {
  const report: Report = { title: 'interfaces are welcome' }
  const agent = defineAgent({
    run({ input }) {
      expectTypeOf(input).toEqualTypeOf<JsonValue>()
      return report
    },
  })

  expectTypeOf(agent.run).returns.toEqualTypeOf<unknown>()
  expect(agent).toHaveProperty('run')
})

test('one schema alone types its own side', () => {
  const input = defineAgent({ input: z.string(), run: ({ input: text }) => text.toUpperCase() })
  const output = defineAgent({ output: z.number(), run: ({ input: json }) => (json === null ? 0 : 1) })

  expectTypeOf<Parameters<typeof input.run>[0]['input']>().toEqualTypeOf<string>()
  expectTypeOf<Awaited<ReturnType<typeof output.run>>>().toEqualTypeOf<number>()
  expect([input, output]).toHaveLength(2)
})

test('a return value that does not fit the output schema does not compile', () => {
  // @ts-expect-error a string is no number
  const wrong = defineAgent({ output: z.object({ mean: z.number() }), run: () => ({ mean: 'high' }) })
  // @ts-expect-error the property is missing
  const missing = defineAgent({ output: z.object({ mean: z.number() }), run: async () => ({}) })
  expect([wrong, missing]).toHaveLength(2)
})
