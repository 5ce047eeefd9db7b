import type { Fact } from '../core/fact.ts'
import { Fault } from '../core/fault.ts'
import { advanceJob } from './advance-job.ts'
import type { EnginePorts } from './engine-ports.ts'
import { failJob } from './fail-job.ts'

/**
 * What a planner does with the facts of one job: settles when they may be acknowledged, throws when they must come back.
 *
 * | fault | outcome |
 * |---|---|
 * | retryable (a store or queue that is not there, lost saves) | thrown: the facts come back |
 * | `STORE_RECORD_UNREADABLE` of the job itself: damaged, or of a newer version | left as it is, an error in the log; its `wakeAt` brings it back until somebody who can read it is at work |
 * | any other fault: its definition is gone, an input or result cannot be read, the job has grown beyond what the store holds | the job fails with it |
 * | not a fault | thrown: the queue counts how often, and gives up at last |
 */
export async function handleFacts(ports: EnginePorts, jobId: string, facts: readonly Fact[]): Promise<void> {
  try {
    await advanceJob(ports, jobId, facts)
  } catch (error) {
    if (!(error instanceof Fault) || error.retryable) throw error
    await giveUp(ports, jobId, error)
  }
}

async function giveUp(ports: EnginePorts, jobId: string, reason: Fault): Promise<void> {
  try {
    await failJob(ports, jobId, reason)
  } catch (error) {
    if (!(error instanceof Fault) || error.retryable) throw error
    ports.log('error', `job is left as it is: ${error.message}`, { jobId, code: error.code })
  }
}
