import { Fault } from '../../core/fault.ts'
import type { ModelScript, ScriptedAnswer, ScriptedRequest } from '../../ports/model-client.ts'

/** A script for tests, and everything that it was asked. */
export interface ScriptedModel {
  readonly script: ModelScript
  /** In the order they came. */
  readonly requests: readonly ScriptedRequest[]
}

/**
 * Answers in place of a model, one answer after another; `tryAgent(module, { model })` takes it. A request beyond the last
 * answer fails the run as `MODEL_SCRIPT_EXHAUSTED`.
 */
export function scriptedModel(answers: readonly ScriptedAnswer[]): ScriptedModel {
  const requests: ScriptedRequest[] = []
  return {
    requests,
    script(request) {
      requests.push(request)
      const answer = answers[requests.length - 1]
      if (answer === undefined) throw new Fault('MODEL_SCRIPT_EXHAUSTED', { request: requests.length })
      return answer
    },
  }
}
