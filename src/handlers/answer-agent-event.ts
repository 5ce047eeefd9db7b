import type { Context, SQSBatchResponse } from 'aws-lambda'
import { errorAnswer } from '../api/error-answer.ts'
import { Fault } from '../core/fault.ts'
import { isJsonObject } from '../core/json.ts'
import { type AgentEvent, agentEventOf } from './agent-event.ts'
import { type AgentPorts, runCall } from './run-call.ts'

/** What Lambda tells of an invocation. */
export type Invocation = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>

interface HttpAnswer {
  readonly statusCode: number
  readonly headers: Readonly<Record<string, string>>
  readonly body: string
}

/**
 * Carries out the calls of an event and answers in its form: nothing to the planner, partial batch failures to a queue,
 * a response to API Gateway. Who is called directly throws, so that Lambda reports the failure; a message that is no call
 * is logged and acknowledged, for it would not be one the next time.
 */
export async function answerAgentEvent(
  ports: AgentPorts,
  event: unknown,
  invocation: Invocation,
): Promise<SQSBatchResponse | HttpAnswer | undefined> {
  const asked = agentEventOf(event)
  switch (asked.kind) {
    case 'direct':
      await runLogged(ports, asked.call, invocation)
      return undefined
    case 'queue':
      return await runMessages(ports, asked, invocation)
    case 'http':
      return await runRequest(ports, asked.call, invocation)
  }
}

async function runLogged(ports: AgentPorts, call: unknown, invocation: Invocation) {
  try {
    return await runCall(ports, call, () => invocation.getRemainingTimeInMillis())
  } catch (error) {
    const code = error instanceof Fault ? { code: error.code } : {}
    const fields = { ...attemptIn(call), ...code }
    ports.log('error', `call was not carried out: ${error instanceof Error ? error.message : error}`, fields)
    throw error
  }
}

/** What a call says of its attempt, whatever else is wrong with it. */
function attemptIn(call: unknown): Readonly<Record<string, unknown>> {
  if (!isJsonObject(call)) return {}
  const { jobId, stepId, attempt } = call
  return { jobId, stepId, attempt }
}

/** One after another: the process belongs to one attempt at a time. */
async function runMessages(
  ports: AgentPorts,
  { messages }: AgentEvent & { kind: 'queue' },
  invocation: Invocation,
): Promise<SQSBatchResponse> {
  const failed: string[] = []
  for (const { messageId, call } of messages) {
    try {
      await runLogged(ports, call, invocation)
    } catch (error) {
      if (!isInvalid(error)) failed.push(messageId)
    }
  }
  return { batchItemFailures: failed.map((itemIdentifier) => ({ itemIdentifier })) }
}

async function runRequest(ports: AgentPorts, call: unknown, invocation: Invocation): Promise<HttpAnswer> {
  const requestId = invocation.awsRequestId
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-request-id': requestId }
  try {
    const { jobId, stepId, epoch, attempt } = await runCall(ports, call, () => invocation.getRemainingTimeInMillis())
    return { statusCode: 200, headers, body: JSON.stringify({ jobId, stepId, epoch, attempt }) }
  } catch (error) {
    const { status, body, headers: more } = errorAnswer(error, { requestId, log: ports.log })
    return { statusCode: status, headers: { ...headers, ...more }, body: JSON.stringify(body) }
  }
}

function isInvalid(error: unknown): boolean {
  return error instanceof Fault && error.code === 'AGENT_EVENT_INVALID'
}
