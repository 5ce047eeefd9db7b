import type { z } from 'zod'
import { Fault } from '../../core/fault.ts'
import type { ModelCall, ModelClient, ModelEnd } from '../../ports/model-client.ts'
import { learnRefusal, takesForcedTool } from './capabilities.ts'
import { limitsOf } from './limits.ts'
import type { LlmSource } from './llm-source.ts'
import {
  acceptText,
  answerTool,
  askAgain,
  type OutputGoal,
  type OutputRung,
  outputGoal,
  outputInstruction,
  outputTool,
} from './output-rung.ts'

type Client = Pick<ModelClient, 'run' | 'describe'>

export interface Reached {
  readonly end: ModelEnd
  readonly output: unknown
}

/** Runs the loop until there is an output that matches the schema; once where text is wanted. */
export async function reachOutput(source: LlmSource<z.ZodType>, client: Client, call: ModelCall): Promise<Reached> {
  const { output: schema, structuredOutput, limits } = source
  if (schema === undefined) {
    const end = await client.run(call)
    return { end, output: end.text }
  }
  const { model } = client.describe()
  const goal = outputGoal(schema, limitsOf(limits).reasks, model)
  if (call.tools.some(({ name }) => name === answerTool)) {
    throw new Fault('MODEL_TOOL_INVALID', { tool: answerTool, problem: 'the output is given by a tool of this name' })
  }
  const rung = structuredOutput ?? (takesForcedTool(model) === false ? 'tool' : 'forcedTool')
  try {
    return await reachOn(rung, { client, call, goal })
  } catch (thrown) {
    if (rung !== 'forcedTool' || !isRefusedChoice(thrown)) throw thrown
    learnRefusal(model)
    return await reachOn('tool', { client, call, goal })
  }
}

interface Reach {
  readonly client: Client
  readonly call: ModelCall
  readonly goal: OutputGoal
}

async function reachOn(rung: OutputRung, { client, call, goal }: Reach): Promise<Reached> {
  const tools = rung === 'json' ? call.tools : [...call.tools, outputTool(goal)]
  const system = `${call.system}\n\n${outputInstruction(goal, rung)}`
  // Other tools come first; a model that ends without the answer is then made to give it.
  let isForced = rung === 'forcedTool' && call.tools.length === 0
  let next: Pick<ModelCall, 'prompt' | 'conversation'> = { prompt: call.prompt }
  for (;;) {
    const end = await client.run({ ...call, system, tools, ...next, ...(isForced ? { forcedTool: answerTool } : {}) })
    const problem = await problemOf(rung, goal, end)
    if (goal.found !== undefined) return { end, output: goal.found.value }
    askAgain(goal, problem)
    const prompt = `Your result is missing or does not match: ${problem}. ${outputInstruction(goal, rung)}`
    next = { prompt, conversation: end.conversation }
    isForced = rung === 'forcedTool'
  }
}

/** Why there is no result yet; takes what some models write in place of passing it to the tool. */
async function problemOf(rung: OutputRung, goal: OutputGoal, { text, stop }: ModelEnd): Promise<string> {
  if (goal.found !== undefined) return ''
  const problem = (await acceptText(goal, text)) ?? ''
  if (rung === 'json') return problem
  return stop === 'cutShort' ? 'the answer was cut short' : `the tool ${answerTool} was not called`
}

function isRefusedChoice(thrown: unknown): boolean {
  return thrown instanceof Fault && thrown.code === 'MODEL_REFUSED' && /tool.?choice/i.test(thrown.message)
}
