import { defineAgent } from 'troupe'
import * as z from 'zod'

const written = z.object({ ref: z.string(), text: z.string() })

export default defineAgent({
  async run({ results, storage }) {
    const { ref, text } = written.parse(results.writer)
    return { file: await storage.getText(ref), characters: text.length }
  },
})
