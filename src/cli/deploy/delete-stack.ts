import { setTimeout as pause } from 'node:timers/promises'
import { DeleteStackCommand } from '@aws-sdk/client-cloudformation'
import { type FoundStack, findStack } from '../aws/find-stack.ts'
import { eventsAfter, lastEvent } from '../aws/stack-events.ts'
import type { Target } from './target.ts'

export interface Deleting {
  readonly target: Target
  readonly signal: AbortSignal
  /** Between two looks. */
  readonly pauseMs: number
  /** Is given each resource that is gone: its type and name in the stack. */
  readonly onDeleted: (type: string, id: string) => void
}

/**
 * Has CloudFormation delete a stack, and waits. It does so with the role that it deployed the stack with, and needs neither
 * the CDK nor code that can be built.
 *
 * Answers what is left: undefined when the stack is gone, the stack as it is when the signal aborted or something could not
 * be deleted. Throws what the client throws.
 */
export async function deleteStack({ target, signal, pauseMs, onDeleted }: Deleting): Promise<FoundStack | undefined> {
  const { account, stackName } = target
  const { client } = account
  let seen = await lastEvent(client, stackName)
  await client.send(new DeleteStackCommand({ StackName: stackName }))
  for (;;) {
    // Before the first look too: for a moment the stack is still in the state that it was in.
    await pause(pauseMs, undefined, { signal }).catch(() => undefined)
    const stack = await findStack(client, stackName)
    if (stack === undefined || stack.status === 'DELETE_COMPLETE') return undefined
    // Between the two requests the stack may have gone, and its events with it.
    const events = await eventsAfter(client, { stack: stackName, after: seen }).catch(() => [])
    for (const { EventId, ResourceStatus, ResourceType = '', LogicalResourceId = '' } of events) {
      seen = EventId
      if (ResourceStatus === 'DELETE_COMPLETE') onDeleted(ResourceType, LogicalResourceId)
    }
    if (signal.aborted || stack.status === 'DELETE_FAILED') return stack
  }
}
