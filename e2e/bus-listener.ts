/** Hears a stage's event bus: a rule that sends everything to a queue, both of this test and removed with it. */
import {
  DeleteRuleCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
  RemoveTargetsCommand,
} from '@aws-sdk/client-eventbridge'
import {
  CreateQueueCommand,
  DeleteMessageCommand,
  DeleteQueueCommand,
  ReceiveMessageCommand,
  SQSClient,
} from '@aws-sdk/client-sqs'
import type { Target } from './target.ts'

export interface BusListener {
  /** Answers the details of the events that came within two seconds. */
  hear(): Promise<readonly { readonly jobId?: string; readonly eventType?: string }[]>
  close(): Promise<void>
}

const target = 'e2e'

export async function listenTo({ settings, region, account }: Target, bus: string): Promise<BusListener> {
  const [sqs, events] = [new SQSClient(settings), new EventBridgeClient(settings)]
  const name = `${bus}-heard`
  const rule = { Name: name, EventBusName: bus }
  const queueArn = `arn:aws:sqs:${region}:${account}:${name}`
  const Policy = JSON.stringify(mayBeSentTo(queueArn, `arn:aws:events:${region}:${account}:rule/${bus}/${name}`))
  const { QueueUrl } = await sqs.send(new CreateQueueCommand({ QueueName: name, Attributes: { Policy } }))
  await events.send(new PutRuleCommand({ ...rule, EventPattern: JSON.stringify({ source: [bus] }) }))
  await events.send(new PutTargetsCommand({ Rule: name, EventBusName: bus, Targets: [{ Id: target, Arn: queueArn }] }))
  return {
    async hear() {
      const { Messages = [] } = await sqs.send(
        new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10, WaitTimeSeconds: 2 }),
      )
      for (const { ReceiptHandle } of Messages) await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }))
      return Messages.map(({ Body = '{}' }) => JSON.parse(Body).detail)
    },
    async close() {
      await events.send(new RemoveTargetsCommand({ Rule: name, EventBusName: bus, Ids: [target] }))
      await events.send(new DeleteRuleCommand(rule))
      await sqs.send(new DeleteQueueCommand({ QueueUrl }))
    },
  }
}

function mayBeSentTo(queueArn: string, ruleArn: string) {
  const Condition = { ArnEquals: { 'aws:SourceArn': ruleArn } }
  const Principal = { Service: 'events.amazonaws.com' }
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal, Action: 'sqs:SendMessage', Resource: queueArn, Condition }],
  }
}
