import { defineAgent } from 'troupe'

/** Does nothing but answer about 1 KB that depends on its input. */
export default defineAgent({
  async run({ results, job }) {
    return { from: Object.keys(results), text: job.jobId.repeat(40) }
  },
})
