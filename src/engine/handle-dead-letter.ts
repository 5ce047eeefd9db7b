import type { Fact } from '../core/fact.ts'
import { Fault } from '../core/fault.ts'
import type { EnginePorts } from './engine-ports.ts'
import { failJob } from './fail-job.ts'
import { handleFacts } from './handle-facts.ts'

/** Facts of one job that planners took again and again without being able to say that they were handled. */
export interface DeadLetter {
  readonly jobId: string
  readonly facts: readonly Fact[]
  /** How often the queues have handed it out so far, those of the planner queue included. */
  readonly receives: number
}

/**
 * A letter that was handed out so often ends its job unseen: whoever looked into it did not live to tell. Far more than
 * an outage needs in which letters cannot even be deleted, since a job must not fail for an outage.
 */
const maxReceives = 50

/**
 * What the consumer of the dead-letter queue does: settles when the letter may be deleted, throws when it must come back.
 *
 * | one more handling | outcome |
 * |---|---|
 * | settles | the trouble was not the job's (the store was away for long): nothing more |
 * | throws a retryable fault | the trouble is not over; the job's `wakeAt` brings it back after it, and it must not fail for it |
 * | throws anything else | the job fails with that reason |
 * | is not tried any more: it ended its process again and again | the job fails with `INTERNAL` |
 */
export async function handleDeadLetter(ports: EnginePorts, { jobId, facts, receives }: DeadLetter): Promise<void> {
  if (receives >= maxReceives) {
    const problem = `its facts were handed out ${receives} times, and no planner was done with them`
    return await failJob(ports, jobId, new Fault('INTERNAL', { problem }))
  }
  try {
    await handleFacts(ports, jobId, facts)
  } catch (error) {
    if (!(error instanceof Fault) || !error.retryable) return await failJob(ports, jobId, error)
    ports.log('warn', `dead letter is left to the sweeper: ${error.message}`, { jobId, code: error.code })
  }
}
