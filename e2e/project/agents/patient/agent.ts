import { setTimeout as sleep } from 'node:timers/promises'
import { defineAgent } from 'troupe'

export default defineAgent({
  async run({ signal }) {
    await sleep(60_000, undefined, { signal })
  },
})
