import type { z } from 'zod'
import type { ModelCall, ModelClient, ModelEnd, ModelUse } from '../../ports/model-client.ts'
import type { ChosenModel } from './choose-model.ts'
import { checkTurns, type EffectiveLimits } from './limits.ts'
import type { LlmContext, LlmSource } from './llm-source.ts'
import { checkBudget, checkJobBudget, usageOf } from './prices.ts'

type Client = Pick<ModelClient, 'run' | 'describe'>

export interface Counting {
  readonly source: Pick<LlmSource<z.ZodType>, 'prices'>
  readonly chosen: ChosenModel
  /** Of all runs of the loop so far; it grows. */
  readonly uses: ModelUse[]
  readonly limits: EffectiveLimits
  readonly model: LlmContext['model']
}

/** The client with limits that count over several runs of the loop. */
export function countedClient(client: ModelClient, { source, limits, chosen, uses, model }: Counting): Client {
  const ids = [chosen.model, ...(chosen.fallbackModel === undefined ? [] : [chosen.fallbackModel])]
  const prices = { models: ids.map((id) => ({ provider: chosen.provider, model: id })), own: source.prices }
  return {
    describe: client.describe,
    async run(call: ModelCall): Promise<ModelEnd> {
      const before = uses.length
      const keep = (done: readonly ModelUse[]) => {
        const fresh = done.slice(uses.length - before)
        uses.push(...fresh)
        for (const use of fresh) model?.spent?.(usageOf([use], source.prices))
      }
      let latest: readonly ModelUse[] = []
      const beforeCall = (done: readonly ModelUse[]) => {
        latest = done
        keep(done)
        checkTurns(limits, uses)
        checkBudget(limits.usd, uses, prices)
        checkJobBudget(model?.budget, prices)
      }
      try {
        return await client.run({ ...call, beforeCall })
      } finally {
        // What was answered was paid for, however the run ended.
        keep(latest)
      }
    },
  }
}
