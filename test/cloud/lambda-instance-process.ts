/**
 * The process that stands for one Lambda instance: loads the bundle that is deployed, and hands it one event at a time,
 * with Lambda's context. Ends itself where the test wants it to die; what the bundle does it does not know.
 */
import { subscribe } from 'node:diagnostics_channel'
import { flushCompileCache } from 'node:module'
import { pathToFileURL } from 'node:url'
import type { Death, FunctionError, InstanceMessage, InvocationMessage } from './instance-messages.ts'

type Handler = (event: unknown, context: unknown) => unknown

const machineNow = Date.now
let aheadMs = 0
Date.now = () => machineNow() + aheadMs

let death: Death | undefined
let requests = 0
let answers = 0
// Node tells of each outgoing request before its first byte leaves, and of each answer before anybody has read it.
subscribe('http.client.request.created', () => {
  requests += 1
  if (death?.when === 'beforeRequest' && requests === death.request) die()
})
subscribe('http.client.response.finish', () => {
  answers += 1
  if (death?.when === 'afterAnswer' && answers === death.request) die()
})

process.on('uncaughtException', (error) =>
  say({ kind: 'threw', error: functionError(error), isLast: true }, () => process.exit(129)),
)

const bundle = process.argv[2]
if (bundle === undefined) throw new Error('which bundle?')
const { handler } = (await import(pathToFileURL(bundle).href)) as { handler: Handler }
// Now: a process that is killed would never write it, and most of them are.
flushCompileCache()
process.on('message', (message) => void invoke(message as InvocationMessage))
say({ kind: 'ready' })

async function invoke(invocation: InvocationMessage): Promise<void> {
  aheadMs = invocation.clockAheadMs
  death = invocation.death
  requests = 0
  answers = 0
  try {
    const value = await handler(invocation.event, contextOf(invocation))
    if (death?.when === 'afterReturn') die()
    say({ kind: 'returned', value, requests })
  } catch (error) {
    say({ kind: 'threw', error: functionError(error), isLast: false })
  }
}

function contextOf({ requestId, functionName, memoryMb, timeoutMs }: InvocationMessage): object {
  const endsAt = machineNow() + timeoutMs
  return {
    awsRequestId: requestId,
    functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: `arn:aws:lambda:us-east-1:000000000000:function:${functionName}`,
    memoryLimitInMB: String(memoryMb),
    logGroupName: `/aws/lambda/${functionName}`,
    logStreamName: `local/${process.pid}`,
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, endsAt - machineNow()),
  }
}

function functionError(thrown: unknown): FunctionError {
  if (!(thrown instanceof Error)) return { errorType: typeof thrown, errorMessage: String(thrown) }
  return { errorType: thrown.name, errorMessage: thrown.message, trace: (thrown.stack ?? '').split('\n') }
}

function say(message: InstanceMessage, then?: () => void): void {
  process.send?.(message, undefined, undefined, then)
}

/** At once, without a word to anybody: no handler runs, nothing is flushed. */
function die(): void {
  process.kill(process.pid, 'SIGKILL')
}
