/**
 * A summary in a model's words, where agents.yaml gives the agent a model.
 *
 * 1. The model is given the numbers by a tool, as the report writes them; a summary with any other number is refused, with
 *    what is wrong, until it has none or the run ends.
 * 2. The report does not depend on it: without a summary it says why there is none.
 * 3. `troupe/llm` is loaded only here, when there is a model.
 */
import { join } from 'node:path'
import type { AgentContext } from 'troupe'
import type { ModelScript } from 'troupe/llm'
import * as z from 'zod'
import { numbersIn } from './numbers-in.ts'

/** What a model wrote, or why there is nothing. */
export const WrittenSummary = z.union([
  z.object({ text: z.string(), model: z.string(), simulated: z.boolean() }),
  z.object({ problem: z.string() }),
])
export type WrittenSummary = z.infer<typeof WrittenSummary>

const maxCharacters = 1_200

/** Undefined: no model is configured. Throws only when the attempt is to stop. */
export async function writtenSummary(
  context: AgentContext<unknown>,
  facts: readonly string[],
): Promise<WrittenSummary | undefined> {
  if (context.model?.settings === undefined) return undefined
  try {
    return await askModel(context, facts)
  } catch (thrown) {
    context.signal.throwIfAborted()
    const problem = thrown instanceof Error ? thrown.message : String(thrown)
    context.log.warn('The summary was not written', { problem })
    return { problem }
  }
}

async function askModel(context: AgentContext<unknown>, facts: readonly string[]): Promise<WrittenSummary> {
  const { llm, tool } = await import('troupe/llm')
  const readFacts = tool({
    name: 'read_facts',
    description: 'Answers every fact of the report, one sentence each. There are no other numbers.',
    input: z.object({}),
    run: () => facts,
  })
  const writer = llm({
    instructions: { file: join(import.meta.dirname, 'instructions.md') },
    tools: [readFacts],
    output: z.object({ summary: summaryOf(facts) }),
    limits: { turns: 8, totalTokens: 60_000, timeMs: 40_000, reasks: 3 },
    script: demonstration(facts),
  })
  const { output, model, simulated } = await writer.run(context, { prompt: 'Write the summary.' })
  return { text: output.summary, model, simulated }
}

/** Texts whose every number is one of the facts. */
export function summaryOf(facts: readonly string[]) {
  const known = new Set(numbersIn(facts.join(' ')))
  return z
    .string()
    .min(1)
    .max(maxCharacters)
    .superRefine((text, { addIssue }) => {
      const unknown = [...new Set(numbersIn(text))].filter((one) => !known.has(one))
      if (unknown.length > 0) addIssue(`has numbers that are in no fact: ${unknown.join(', ')}`)
    })
}

/** For `provider: scripted`: reads the facts, then repeats the first of them. */
function demonstration(facts: readonly string[]): ModelScript {
  return ({ messages }) => {
    const hasRead = messages.some(({ toolResults }) => toolResults.length > 0)
    if (!hasRead) return { toolCalls: [{ name: 'read_facts', input: {} }] }
    return { toolCalls: [{ name: 'answer', input: { summary: facts.slice(0, 3).join(' ').slice(0, maxCharacters) } }] }
  }
}
