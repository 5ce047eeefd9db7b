import { defineAgent } from 'troupe'

export default defineAgent({
  run() {
    const end = Date.now() + 60_000
    while (Date.now() < end);
  },
})
