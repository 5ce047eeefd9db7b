import type { ServerResponse } from 'node:http'
import type { ScriptedAnswer } from '../../ports/model-client.ts'
import { eventFrame } from './event-frame.ts'
import type { BedrockRequest } from './fake-bedrock.ts'

/** What the fake says to one request. */
export type BedrockAnswer = ScriptedAnswer | BedrockError | BrokenStream | BlockedAnswer | HangingAnswer

/** An error before anything was answered. */
export interface BedrockError {
  readonly status: number
  /** Such as `ThrottlingException`. */
  readonly type: string
  readonly message: string
  readonly retryAfterSeconds?: number
}

/** A stream that begins, then carries an exception frame. */
export interface BrokenStream {
  /** Such as `throttlingException`. */
  readonly breaksWith: string
  readonly message: string
}

/** A guardrail stepped in. */
export interface BlockedAnswer {
  readonly blocked: true
}

/** Never answers. */
export interface HangingAnswer {
  readonly hangs: true
}

export function sendAnswer(response: ServerResponse, asked: BedrockRequest, answer: BedrockAnswer): void {
  if ('hangs' in answer) return
  if ('status' in answer) return sendError(response, answer)
  if (asked.operation === 'apply-guardrail') return sendGuardrail(response, 'blocked' in answer)
  if (asked.operation === 'converse') return sendWhole(response, answer)
  response.writeHead(200, { 'content-type': 'application/vnd.amazon.eventstream' })
  const write = (frame: Buffer) => response.write(frame)
  write(event('messageStart', { role: 'assistant' }))
  if ('breaksWith' in answer) {
    write(event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'Half of an ans' } }))
    write(
      eventFrame(
        { ':message-type': 'exception', ':exception-type': answer.breaksWith, ...json },
        { message: answer.message },
      ),
    )
  } else {
    for (const frame of framesOf(answer)) write(frame)
  }
  response.end()
}

function sendError(response: ServerResponse, { status, type, message, retryAfterSeconds }: BedrockError): void {
  const retryAfter = retryAfterSeconds === undefined ? {} : { 'retry-after': String(retryAfterSeconds) }
  // Without the type's header the client knows an error only by its status.
  response.writeHead(status, { 'content-type': 'application/json', 'x-amzn-errortype': type, ...retryAfter })
  response.end(JSON.stringify({ message }))
}

function sendGuardrail(response: ServerResponse, blocked: boolean): void {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({
      action: blocked ? 'GUARDRAIL_INTERVENED' : 'NONE',
      outputs: blocked ? [{ text: 'Blocked' }] : [],
      assessments: [],
      usage: {},
    }),
  )
}

type SentAnswer = Exclude<BedrockAnswer, HangingAnswer | BedrockError>

function sendWhole(response: ServerResponse, answer: SentAnswer): void {
  if ('breaksWith' in answer)
    return sendError(response, { status: 500, type: 'ModelErrorException', message: answer.message })
  const content = 'blocked' in answer ? [{ text: 'Blocked' }] : contentOf(answer)
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end(
    JSON.stringify({
      output: { message: { role: 'assistant', content } },
      stopReason: stopReasonOf(answer),
      usage: usageOf(answer),
      metrics: { latencyMs: 1 },
    }),
  )
}

const json = { ':content-type': 'application/json' } as const

function event(type: string, payload: object): Buffer {
  return eventFrame({ ':message-type': 'event', ':event-type': type, ...json }, payload)
}

function* framesOf(answer: ScriptedAnswer | BlockedAnswer): Generator<Buffer> {
  const content = 'blocked' in answer ? [{ text: 'Blocked' }] : contentOf(answer)
  for (const [contentBlockIndex, block] of content.entries()) {
    if ('toolUse' in block) {
      const { name, toolUseId, input } = block.toolUse
      yield event('contentBlockStart', { contentBlockIndex, start: { toolUse: { name, toolUseId } } })
      yield event('contentBlockDelta', { contentBlockIndex, delta: { toolUse: { input: JSON.stringify(input) } } })
    } else {
      yield event('contentBlockDelta', { contentBlockIndex, delta: { text: block.text } })
    }
    yield event('contentBlockStop', { contentBlockIndex })
  }
  yield event('messageStop', { stopReason: stopReasonOf(answer) })
  yield event('metadata', { usage: usageOf(answer), metrics: { latencyMs: 1 } })
}

function contentOf({ text, toolCalls = [] }: ScriptedAnswer) {
  const uses = toolCalls.map(({ name, input }, index) => ({ toolUse: { toolUseId: `use-${index}`, name, input } }))
  return [...(text === undefined && uses.length > 0 ? [] : [{ text: text ?? '' }]), ...uses]
}

function stopReasonOf(answer: SentAnswer): string {
  if ('blocked' in answer) return 'guardrail_intervened'
  return 'toolCalls' in answer && (answer.toolCalls ?? []).length > 0 ? 'tool_use' : 'end_turn'
}

function usageOf(answer: SentAnswer) {
  const inputTokens = 'inputTokens' in answer ? (answer.inputTokens ?? 10) : 10
  const outputTokens = 'outputTokens' in answer ? (answer.outputTokens ?? 5) : 5
  return { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens }
}
