import { type CloudFormationClient, paginateDescribeStackEvents, type StackEvent } from '@aws-sdk/client-cloudformation'

/** Identifies what happened last in a stack; undefined when nothing did. */
export async function lastEvent(client: CloudFormationClient, stack: string): Promise<string | undefined> {
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName: stack })) {
    return StackEvents[0]?.EventId
  }
  return undefined
}

/** What happened in a stack after an event, oldest first. */
export async function eventsAfter(
  client: CloudFormationClient,
  { stack, after }: { readonly stack: string; readonly after: string | undefined },
): Promise<StackEvent[]> {
  const news: StackEvent[] = []
  for await (const { StackEvents = [] } of paginateDescribeStackEvents({ client }, { StackName: stack })) {
    for (const event of StackEvents) {
      if (event.EventId === after) return news.reverse()
      news.push(event)
    }
  }
  return news.reverse()
}

/**
 * What went wrong first after an event, in one line: `AWS::Lambda::Function Planner: …`. What fails later fails because of
 * it. A nested stack says only that it failed, so its own events are asked.
 */
export async function firstFailure(
  client: CloudFormationClient,
  since: { readonly stack: string; readonly after: string | undefined },
): Promise<string | undefined> {
  const news = await eventsAfter(client, since)
  const failed = news.find(isFailure)
  if (failed === undefined) return undefined
  const nested = nestedStackOf(failed)
  if (nested === undefined) return inWords(failed)
  const inside = await eventsAfter(client, { stack: nested, after: undefined })
  const begun = news[0]?.Timestamp?.getTime() ?? 0
  return inWords(inside.find((event) => isFailure(event) && (event.Timestamp?.getTime() ?? 0) >= begun) ?? failed)
}

function isFailure({ ResourceStatus, ResourceStatusReason = '' }: StackEvent): boolean {
  return ResourceStatus?.endsWith('_FAILED') === true && !/cancelled/i.test(ResourceStatusReason)
}

function nestedStackOf({ ResourceType, StackId, PhysicalResourceId = '' }: StackEvent): string | undefined {
  const isNested = ResourceType === 'AWS::CloudFormation::Stack' && PhysicalResourceId !== StackId
  return isNested && PhysicalResourceId !== '' ? PhysicalResourceId : undefined
}

function inWords({ ResourceType, LogicalResourceId, ResourceStatusReason }: StackEvent): string {
  return `${ResourceType} ${LogicalResourceId}: ${ResourceStatusReason ?? 'AWS gives no reason'}`
}
