import type { LlmContext } from '../../../src/agent/llm/index.ts'
import { type ScriptedModel, scriptedModel } from '../../../src/testing/models/scripted-model.ts'

type Answers = Parameters<typeof scriptedModel>[0]

/** What a run needs of an agent's context, with a scripted model and the lines it logged. */
export function aContext(answers: Answers, more: Partial<LlmContext> = {}) {
  const model: ScriptedModel = scriptedModel(answers)
  const lines: string[] = []
  const write = (message: string, fields: object = {}) => void lines.push(`${message} ${JSON.stringify(fields)}`)
  const context: LlmContext = {
    input: { topic: 'tides' },
    job: { jobId: 'job', workflow: 'default', labels: {}, tenant: 'local' },
    attempt: { number: 1, token: 'token', deadline: Date.now() + 60_000 },
    signal: new AbortController().signal,
    log: { debug: write, info: write, warn: write, error: write },
    model: { script: model.script },
    ...more,
  }
  return { context, model, lines }
}
