import type { z } from 'zod'
import { cachedRun } from './cached-run.ts'
import type { LlmAsk, LlmContext, LlmResult, LlmSource } from './llm-source.ts'
import { withMemory } from './with-memory.ts'

export interface Llm<Output> {
  /**
   * Asks the model until it has a result, within the limits, the attempt's deadline and its signal. Throws faults of the
   * area MODEL: then the step's `retry` and `on_error` apply.
   */
  run(context: LlmContext, ask?: LlmAsk): Promise<LlmResult<Output>>
}

/**
 * Defines what a model does for an agent. Nothing is opened, read or built before `run`: a definition costs one small
 * object, and any number of runs may go on at once.
 */
export function llm<Output extends z.ZodType = z.ZodType<string>>(source: LlmSource<Output>): Llm<z.output<Output>> {
  return new Definition(source)
}

/** A class, so that instances share their method. */
class Definition<Output extends z.ZodType> implements Llm<z.output<Output>> {
  readonly #source: LlmSource<Output>

  constructor(source: LlmSource<Output>) {
    this.#source = source
  }

  async run(context: LlmContext, ask: LlmAsk = {}): Promise<LlmResult<z.output<Output>>> {
    return (await cachedRun(this.#source, context, await withMemory(this.#source, context, ask))) as LlmResult<
      z.output<Output>
    >
  }
}
