import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineAgent } from 'troupe'
import { llm, type ScriptedAnswer, tool, untrusted } from 'troupe/llm'
import * as z from 'zod'

const Input = z.object({ question: z.string(), comments: z.array(z.string()).default([]) })
const Claims = z.object({
  claims: z
    .array(z.object({ text: z.string(), source: z.string() }))
    .min(1)
    .max(5),
})
const notes: readonly { id: string; text: string }[] = JSON.parse(
  readFileSync(join(import.meta.dirname, 'notes.json'), 'utf8'),
)

const searchNotes = tool({
  name: 'search_notes',
  description: 'Finds notes that contain a word. Answers a list of { id, text }; empty when there are none.',
  input: z.object({ word: z.string().min(2) }),
  run: ({ word }) => notes.filter(({ text }) => text.toLowerCase().includes(word.toLowerCase())),
})

const writer = llm({
  instructions: { file: join(import.meta.dirname, 'instructions.md') },
  tools: [searchNotes],
  output: Claims,
  limits: { turns: 8, totalTokens: 40_000 },
  script: ({ messages }) => scripted(messages.map(({ text }) => text).join('\n'), messages.length),
})

export default defineAgent({
  input: Input,
  output: Claims.extend({ model: z.string(), simulated: z.boolean() }),
  async run(context) {
    const { question, comments } = context.input
    const earlier =
      comments.length === 0 ? '' : `\nA reviewer asks for changes:\n${untrusted('reviewer', comments.join('\n'))}`
    const prompt = `Answer this question:\n${untrusted('question', question)}${earlier}`
    const { output, model, simulated } = await writer.run(context, { prompt, values: { claims: 5 } })
    return { ...output, model, simulated }
  },
})

/** What stands in for a model: looks once, then writes; wrongly until a reviewer says so. */
function scripted(said: string, messages: number): ScriptedAnswer {
  if (messages === 1) return { toolCalls: [{ name: 'search_notes', input: { word: 'tid' } }] }
  const metres = said.includes('A reviewer asks') ? 16 : 17
  const claims = [{ text: `The tidal range reaches ${metres} metres in the Bay of Fundy.`, source: 'tides-2' }]
  return { toolCalls: [{ name: 'answer', input: { claims } }] }
}
