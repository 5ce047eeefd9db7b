import {
  AfterToolsEvent,
  Agent,
  FunctionTool,
  type JSONValue,
  Message,
  NullConversationManager,
  TextBlock,
} from '@strands-agents/sdk'
import { Fault } from '../../core/fault.ts'
import type { JsonObject, JsonValue } from '../../core/json.ts'
import type { Clock } from '../../ports/clock.ts'
import type {
  ModelCall,
  ModelClient,
  ModelConversation,
  ModelDescription,
  ModelEnd,
  ModelEvent,
  ModelStop,
  ModelTool,
} from '../../ports/model-client.ts'
import { type Candidate, ModelChain } from './model-chain.ts'

export interface StrandsClientOptions {
  /** In the order they are asked. */
  readonly candidates: readonly [Candidate, ...Candidate[]]
  readonly clock: Clock
  /** Undefined: not known. */
  readonly forcedTool?: boolean | undefined
}

/**
 * Strands' loop over a chain of models.
 *
 * 1. Each run has an agent of its own: one of Strands' runs one call at a time, and remembers.
 * 2. Of Strands only the loop is used: its retries, its printer, its trimming of conversations are off.
 * 3. What a tool throws ends the run as it was thrown; the loop sees a failed result, and is not asked again.
 */
export function createStrandsClient({ candidates, clock, forcedTool }: StrandsClientOptions): ModelClient {
  const [{ provider, id: model }] = candidates
  const stream = (call: ModelCall) => runLoop(call, new ModelChain({ candidates, clock, call }))
  return {
    async run(call) {
      const events = stream(call)
      for (;;) {
        const { done, value } = await events.next()
        if (done === true) return value
      }
    },
    stream,
    describe: (): ModelDescription => ({ provider, model, forcedTool }),
  }
}

interface Outcomes {
  thrown?: { readonly reason: unknown }
  ends: boolean
}

async function* runLoop(call: ModelCall, chain: ModelChain): AsyncGenerator<ModelEvent, ModelEnd> {
  const outcomes: Outcomes = { ends: false }
  const agent = new Agent({
    model: chain,
    systemPrompt: call.system,
    messages: [...messagesOf(call.conversation)],
    tools: call.tools.map((tool) => strandsTool(tool, call, outcomes)),
    printer: false,
    retryStrategy: null,
    conversationManager: new NullConversationManager(),
  })
  agent.addHook(AfterToolsEvent, (event) => {
    if (outcomes.ends || outcomes.thrown !== undefined) event.endTurn = true
  })
  try {
    const loop = agent.stream(call.prompt, { cancelSignal: call.signal })
    for (;;) {
      const { done, value } = await loop.next()
      if (done === true) return endOf({ agent, chain, call, outcomes }, value.stopReason)
      yield* eventsOf(value, chain)
    }
  } catch (thrown) {
    throw reasonOf(thrown, call.signal)
  }
}

type StrandsEvent = Parameters<typeof eventsOf>[0]

function* eventsOf(event: { readonly type: string }, chain: ModelChain): Generator<ModelEvent> {
  const use = chain.uses.at(-1)
  if (
    event.type === 'modelMessageEvent' &&
    'message' in event &&
    event.message instanceof Message &&
    use !== undefined
  ) {
    const tools = event.message.content.flatMap((block) => (block.type === 'toolUseBlock' ? [block.name] : []))
    yield { kind: 'answer', use, text: textOf(event.message), tools }
  }
  if (event.type === 'afterToolCallEvent') {
    const { toolUse, result } = event as StrandsEvent & {
      readonly toolUse: { readonly name: string }
      readonly result: { readonly status: string }
    }
    yield { kind: 'tool', name: toolUse.name, failed: result.status === 'error' }
  }
}

interface Loop {
  readonly agent: Agent
  readonly chain: ModelChain
  readonly call: ModelCall
  readonly outcomes: Outcomes
}

function endOf({ agent, chain, call, outcomes }: Loop, stopReason: string): ModelEnd {
  if (outcomes.thrown !== undefined) throw outcomes.thrown.reason
  if (stopReason === 'cancelled') call.signal.throwIfAborted()
  const last = agent.messages.findLast((message) => message.role === 'assistant')
  return {
    text: last === undefined ? '' : textOf(last),
    stop: stopOf(stopReason, outcomes),
    uses: chain.uses,
    conversation: { messages: agent.messages } as unknown as ModelConversation,
  }
}

function stopOf(stopReason: string, { ends }: Outcomes): ModelStop {
  if (ends) return 'tool'
  return stopReason === 'maxTokens' ? 'cutShort' : 'ended'
}

function messagesOf(conversation: ModelConversation | undefined): readonly Message[] {
  return conversation === undefined
    ? []
    : (conversation as unknown as { readonly messages: readonly Message[] }).messages
}

function textOf(message: Message): string {
  return message.content
    .filter((block) => block instanceof TextBlock)
    .map((block) => block.text)
    .join('')
}

function strandsTool(tool: ModelTool, { signal }: ModelCall, outcomes: Outcomes): FunctionTool {
  return new FunctionTool({
    name: tool.name,
    description: tool.description,
    inputSchema: tool.inputSchema as JsonObject,
    async callback(input) {
      const { content, failed, ends } = await outcomeOf(tool, input as JsonValue, { signal, outcomes })
      if (ends === true) outcomes.ends = true
      // Strands makes a failed result of what is thrown, with the text of the error.
      if (failed === true) throw new ToolFailure(typeof content === 'string' ? content : JSON.stringify(content))
      return content as JSONValue
    },
  })
}

class ToolFailure extends Error {
  override readonly name = 'ToolFailure'
}

async function outcomeOf(
  tool: ModelTool,
  input: JsonValue,
  { signal, outcomes }: { readonly signal: AbortSignal; readonly outcomes: Outcomes },
) {
  try {
    return await tool.call(input, signal)
  } catch (reason) {
    outcomes.thrown ??= { reason }
    return { content: 'The run ends here', failed: true, ends: true } as const
  }
}

/** The fault that the chain threw, which the loop wraps; the signal's reason when the run was aborted. */
function reasonOf(thrown: unknown, signal: AbortSignal): unknown {
  if (signal.aborted) return signal.reason
  for (let error = thrown; error instanceof Error; error = error.cause) {
    if (error instanceof Fault) return error
    if (error.name === 'MaxTokensError') return new Fault('MODEL_LIMIT_REACHED', { limit: 'tokens in one answer' })
  }
  return thrown
}
