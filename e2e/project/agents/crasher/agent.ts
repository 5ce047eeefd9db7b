import { exit } from 'node:process'
import { defineAgent } from 'troupe'

export default defineAgent({
  run({ attempt }) {
    if (attempt.number === 1) exit(1)
    return { attempt: attempt.number }
  },
})
