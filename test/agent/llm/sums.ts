import * as z from 'zod'
import { tool } from '../../../src/agent/llm/index.ts'

export const add = tool({
  name: 'add',
  description: 'Adds two numbers.',
  input: z.object({ a: z.number(), b: z.number() }),
  run: ({ a, b }) => a + b,
})

export const Sum = z.object({ sum: z.number() })
