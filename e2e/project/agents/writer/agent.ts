import { defineAgent } from 'troupe'

/** More than SQS takes in a message and DynamoDB in an item. */
const characters = 1_500_000

export default defineAgent({
  async run({ storage }) {
    const { ref } = await storage.put('notes/hello.txt', 'written by writer')
    return {
      ref,
      text: Array.from({ length: characters / 10 }, (_, index) => String(index).padStart(10, '.')).join(''),
    }
  },
})
