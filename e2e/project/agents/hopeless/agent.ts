import { defineAgent, fatal } from 'troupe'

export default defineAgent({
  run() {
    throw fatal('E2E_HOPELESS', 'no attempt can help')
  },
})
