import { defineAgent } from 'troupe'

export default defineAgent({
  run() {
    throw new Error('broken as declared')
  },
})
