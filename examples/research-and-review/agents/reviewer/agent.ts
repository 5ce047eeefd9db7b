import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { defineAgent } from 'troupe'
import { llm, untrusted } from 'troupe/llm'
import * as z from 'zod'

const Claim = z.object({ text: z.string(), source: z.string() })
const Input = z.object({ question: z.string(), claims: z.array(Claim) })
const Review = z.object({ approved: z.boolean(), comments: z.array(z.string()) })
const notes: readonly { id: string; text: string }[] = JSON.parse(
  readFileSync(join(import.meta.dirname, '../researcher/notes.json'), 'utf8'),
)

const judge = llm({
  instructions: { file: join(import.meta.dirname, 'instructions.md') },
  output: Review,
  limits: { turns: 4, totalTokens: 20_000 },
  script: () => ({ toolCalls: [{ name: 'answer', input: { approved: true, comments: [] } }] }),
})

export default defineAgent({
  input: Input,
  output: Review.extend({ claims: z.array(Claim), model: z.string(), simulated: z.boolean() }),
  async run(context) {
    const { question, claims } = context.input
    const material = claims.map(({ text, source }) => `Claim: ${text}\nSource ${source}: ${sourceOf(source)}`)
    const prompt = `Question:\n${untrusted('question', question)}\n${untrusted('claims', material.join('\n\n'))}`
    const { output, model, simulated } = await judge.run(context, { prompt })
    // Numbers are not left to the model: each must stand in its source.
    const wrong = claims.flatMap(wrongNumbers)
    return {
      approved: output.approved && wrong.length === 0,
      comments: [...output.comments, ...wrong],
      claims,
      model,
      simulated,
    }
  },
})

function sourceOf(id: string): string {
  return notes.find((note) => note.id === id)?.text ?? 'there is no such note'
}

function wrongNumbers({ text, source }: z.output<typeof Claim>): string[] {
  const known = new Set(sourceOf(source).match(/\d[\d.,]*\d|\d/g))
  const numbers = text.match(/\d[\d.,]*\d|\d/g) ?? []
  return numbers.filter((number) => !known.has(number)).map((number) => `${number} does not stand in ${source}`)
}
