import { type Message, Model, type ModelStreamEvent } from '@strands-agents/sdk'
import type { JsonValue } from '../../core/json.ts'
import type { ModelScript, ScriptedAnswer, ScriptedMessage, ScriptedRequest } from '../../ports/model-client.ts'
import type { Candidate } from './model-chain.ts'

/** Answers from a script instead of a model: for tests and demos, and always called `scripted`. */
export function createScriptedCandidate(script: ModelScript): Candidate {
  return { provider: 'scripted', id: 'scripted', model: new ScriptedModel(script) }
}

type Options = Parameters<Model['stream']>[1]

class ScriptedModel extends Model {
  readonly #script: ModelScript

  constructor(script: ModelScript) {
    super()
    this.#script = script
  }

  override updateConfig(): void {}

  override getConfig(): { modelId: string } {
    return { modelId: 'scripted' }
  }

  override async *stream(messages: Message[], options?: Options): AsyncGenerator<ModelStreamEvent> {
    const request = requestOf(messages, options)
    const answer = await this.#script(request)
    if (answer.delayMs !== undefined) await pause(answer.delayMs)
    yield* eventsOf(request, answer)
  }
}

function pause(ms: number): Promise<void> {
  return new Promise((resume) => setTimeout(resume, ms))
}

function requestOf(messages: readonly Message[], options: Options): ScriptedRequest {
  const choice = options?.toolChoice
  return {
    system:
      typeof options?.systemPrompt === 'string' ? options.systemPrompt : JSON.stringify(options?.systemPrompt ?? ''),
    messages: messages.map(messageOf),
    tools: (options?.toolSpecs ?? []).map(({ name }) => name),
    ...(choice !== undefined && 'tool' in choice ? { forcedTool: choice.tool.name } : {}),
  }
}

function messageOf({ role, content }: Message): ScriptedMessage {
  return {
    role,
    text: content.flatMap((block) => (block.type === 'textBlock' ? [block.text] : [])).join(''),
    toolCalls: content.flatMap((block) =>
      block.type === 'toolUseBlock' ? [{ name: block.name, input: block.input as JsonValue }] : [],
    ),
    toolResults: content.flatMap((block) =>
      block.type === 'toolResultBlock' ? [{ failed: block.status === 'error', text: resultText(block.content) }] : [],
    ),
  }
}

function resultText(content: readonly { readonly type: string }[]): string {
  return content
    .map((part) => ('text' in part ? String(part.text) : JSON.stringify('json' in part ? part.json : part)))
    .join('')
}

let calls = 0

function* eventsOf(request: ScriptedRequest, answer: ScriptedAnswer): Generator<ModelStreamEvent> {
  const { text, toolCalls = [] } = answer
  yield { type: 'modelMessageStartEvent', role: 'assistant' }
  if (text !== undefined || toolCalls.length === 0) {
    yield { type: 'modelContentBlockStartEvent' }
    yield { type: 'modelContentBlockDeltaEvent', delta: { type: 'textDelta', text: text ?? '' } }
    yield { type: 'modelContentBlockStopEvent' }
  }
  for (const { name, input } of toolCalls) {
    calls += 1
    yield { type: 'modelContentBlockStartEvent', start: { type: 'toolUseStart', name, toolUseId: `scripted-${calls}` } }
    yield { type: 'modelContentBlockDeltaEvent', delta: { type: 'toolUseInputDelta', input: JSON.stringify(input) } }
    yield { type: 'modelContentBlockStopEvent' }
  }
  yield { type: 'modelMessageStopEvent', stopReason: toolCalls.length > 0 ? 'toolUse' : 'endTurn' }
  const inputTokens =
    answer.inputTokens ?? tokensOf([request.system, ...request.messages.map(({ text }) => text)].join(''))
  const outputTokens = answer.outputTokens ?? tokensOf((text ?? '') + JSON.stringify(toolCalls))
  yield { type: 'modelMetadataEvent', usage: { inputTokens, outputTokens, totalTokens: inputTokens + outputTokens } }
}

function tokensOf(text: string): number {
  return Math.ceil(text.length / 4)
}
