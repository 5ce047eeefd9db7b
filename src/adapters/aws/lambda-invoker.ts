import { InvokeCommand, type LambdaClient } from '@aws-sdk/client-lambda'
import { Fault } from '../../core/fault.ts'
import type { AgentInvoker } from '../../ports/agent-invoker.ts'
import type { BlobStore } from '../../ports/blob-store.ts'
import { writeAgentCall } from './agent-call.ts'
import type { AttemptMarks } from './attempt-marks.ts'
import { awsProblem } from './aws-problem.ts'

export interface LambdaInvokerOptions {
  readonly client: LambdaClient
  /** An agent's function is called this and its name: `troupe-shop-prod-agent-`. */
  readonly functionPrefix: string
  /** Takes the calls that are too large for an event. */
  readonly blobs: BlobStore
  readonly marks: Pick<AttemptMarks, 'requestAbort'>
}

/**
 * Starts attempts as asynchronous invocations. Lambda queues them and throttles by itself; how one ends is in its result,
 * or, when its process died, in Lambda's on-failure record.
 *
 * An invocation that was accepted though its answer was lost is asked for again: the claim lets one run.
 */
export function createLambdaInvoker({ client, functionPrefix, blobs, marks }: LambdaInvokerOptions): AgentInvoker {
  return {
    async invoke(call) {
      const event = await writeAgentCall(call, blobs)
      const invocation = {
        FunctionName: `${functionPrefix}${call.agent}`,
        InvocationType: 'Event',
        Payload: Buffer.from(event),
      } as const
      const status = await client.send(new InvokeCommand(invocation)).then(
        ({ StatusCode }) => StatusCode,
        (thrown) => {
          throw invokeFault(thrown, call.agent)
        },
      )
      if (status === 202) return
      const problem = `Lambda answered ${status ?? 'without a status'}, not 202`
      throw new Fault('AGENT_UNAVAILABLE', { agent: call.agent, problem }, { retryable: true })
    },
    abort: (attempt) => marks.requestAbort(attempt),
  }
}

/** Lambda will never take this event: trying again cannot help. */
const hopeless: readonly string[] = ['InvalidRequestContentException', 'RequestTooLargeException']

function invokeFault(thrown: unknown, agent: string): Fault {
  const name = thrown instanceof Error ? thrown.name : ''
  if (name === 'ResourceNotFoundException') return new Fault('AGENT_NOT_FOUND', { agent }, { cause: thrown })
  const options = { cause: thrown, retryable: !hopeless.includes(name) }
  return new Fault('AGENT_UNAVAILABLE', { agent, problem: awsProblem(thrown) }, options)
}
