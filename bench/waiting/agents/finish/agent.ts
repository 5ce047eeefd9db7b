import { defineAgent } from 'troupe'

/** Never comes to run while anything is measured. */
export default defineAgent({
  async run() {
    return null
  },
})
