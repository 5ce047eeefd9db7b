import { defineAgent, retryable } from 'troupe'

export default defineAgent({
  run({ attempt }) {
    if (attempt.number === 1) throw retryable('E2E_FLAKY', 'not at the first attempt')
    return { attempt: attempt.number }
  },
})
