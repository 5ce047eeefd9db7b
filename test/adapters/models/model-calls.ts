import type { JsonValue } from '../../../src/core/json.ts'
import type { Clock } from '../../../src/ports/clock.ts'
import type { ModelCall, ModelTool } from '../../../src/ports/model-client.ts'

/** A clock whose pauses end at once, and which remembers them. */
export function recordingClock(): Clock & { readonly pauses: readonly number[] } {
  const pauses: number[] = []
  let now = 0
  return {
    pauses,
    now: () => now,
    async sleep(ms) {
      pauses.push(ms)
      now += ms
    },
  }
}

export function aCall(given: Partial<ModelCall> = {}): ModelCall {
  return {
    system: 'You add numbers.',
    prompt: 'What is 20 + 22?',
    tools: [],
    callTimeoutMs: 10_000,
    deadline: 60_000,
    signal: new AbortController().signal,
    log: () => undefined,
    beforeCall: () => undefined,
    ...given,
  }
}

export function aTool(call: (input: JsonValue) => JsonValue, name = 'add'): ModelTool {
  return {
    name,
    description: 'Adds two numbers.',
    inputSchema: { type: 'object', properties: { a: { type: 'number' }, b: { type: 'number' } } },
    call: async (input) => ({ content: call(input) }),
  }
}
