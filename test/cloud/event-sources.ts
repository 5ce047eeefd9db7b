import { setTimeout as sleep } from 'node:timers/promises'
import type { LambdaService } from './lambda-service.ts'
import type { LocalCloudOptions } from './local-cloud.ts'
import { mapQueue } from './queue-mapping.ts'
import type { Queues } from './queues.ts'

const sweepEveryMs = 1_000

/** The planner and the dead-letter consumer at their queues, and the sweeper at its clock; the answer ends all three. */
export function startEventSources(
  lambda: LambdaService,
  queues: Queues,
  options: LocalCloudOptions,
): () => Promise<void> {
  const { interfere = (records) => records, interfereDead = (records) => records } = options
  const { client, planner, dead } = queues
  const stopPlanner = mapQueue({
    client,
    ...planner,
    interfere,
    invoke: (event) => lambda.invoke('planner', event),
  })
  const stopDeadLetters = mapQueue({
    client,
    ...dead,
    batchSize: 1,
    pollers: 1,
    interfere: interfereDead,
    invoke: (event) => lambda.invoke('dead-letters', event),
  })
  const stopping = new AbortController()
  const sweeping = sweepRegularly(lambda, stopping.signal)
  return async () => {
    stopping.abort()
    await Promise.all([stopPlanner(), stopDeadLetters(), sweeping])
  }
}

async function sweepRegularly(lambda: LambdaService, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await sleep(sweepEveryMs, undefined, { signal }).catch(() => undefined)
    if (!signal.aborted) await lambda.invoke('sweeper', scheduledEvent()).catch(() => undefined)
  }
}

function scheduledEvent(): object {
  return {
    version: '0',
    id: 'sweep',
    'detail-type': 'Scheduled Event',
    source: 'aws.events',
    account: '000000000000',
    time: new Date().toISOString(),
    region: 'us-east-1',
    resources: ['arn:aws:events:us-east-1:000000000000:rule/sweep'],
    detail: {},
  }
}
