import { bedrockModelOf } from '../../core/bedrock-model.ts'
import { Fault } from '../../core/fault.ts'
import type { ModelUse } from '../../ports/model-client.ts'
import { priceSnapshot, priceSnapshotDate } from './price-snapshot.ts'

/** USD for a million tokens. Without a price of its own a token of the provider's cache makes the cost unknown. */
export interface ModelPrice {
  readonly input: number
  readonly output: number
  readonly cacheRead?: number
  readonly cacheWrite?: number
}

export interface ModelCost {
  /** Of all requests that were answered. `unknown` when one of them has no price: never a guess. */
  readonly microUsd: number | 'unknown'
  /** Where the prices are from: `snapshot <date>`, `own`, `simulated`; several joined by ` and `. */
  readonly priceSource: string
}

type Prices = Readonly<Record<string, ModelPrice>>

/** What requests cost. The author's prices, by exact id, come before the snapshot's. */
export function costOf(uses: readonly ModelUse[], own: Prices = {}): ModelCost {
  const priced = uses.map((use) => ({ use, found: priceOf(use, own) }))
  const sources = new Set(priced.map(({ found }) => found?.source ?? 'unknown'))
  const costs = priced.map(({ use, found }) => (found === undefined ? undefined : microUsdOf(use, found.price)))
  const isKnown = costs.every((cost) => cost !== undefined)
  const sum = costs.reduce<number>((all, cost) => all + (cost ?? 0), 0)
  return { microUsd: isKnown ? Math.round(sum) : 'unknown', priceSource: [...sources].join(' and ') }
}

/**
 * Throws `MODEL_BUDGET_SPENT` when the budget is used up, `MODEL_PRICE_UNKNOWN` when nobody can say whether it is.
 * @param models that may be asked
 */
export function checkBudget(
  usd: number | undefined,
  uses: readonly ModelUse[],
  { models, own = {} }: BudgetOptions,
): void {
  if (usd === undefined) return
  for (const use of models) {
    if (priceOf(use, own) === undefined) throw new Fault('MODEL_PRICE_UNKNOWN', { model: use.model })
  }
  const { microUsd } = costOf(uses, own)
  if (microUsd === 'unknown') throw new Fault('MODEL_PRICE_UNKNOWN', { model: uses.at(-1)?.model ?? '' })
  if (microUsd < usd * 1_000_000) return
  throw new Fault('MODEL_BUDGET_SPENT', { spent: (microUsd / 1_000_000).toFixed(6), budget: usd })
}

interface BudgetOptions {
  readonly models: readonly Pick<ModelUse, 'provider' | 'model'>[]
  readonly own?: Prices | undefined
}

interface FoundPrice {
  readonly price: ModelPrice
  readonly source: string
}

const regional = 1.1

function priceOf({ provider, model }: Pick<ModelUse, 'provider' | 'model'>, own: Prices): FoundPrice | undefined {
  if (provider === 'scripted') return { price: { input: 0, output: 0 }, source: 'simulated' }
  const ownPrice = Object.hasOwn(own, model) ? own[model] : undefined
  if (ownPrice !== undefined) return { price: ownPrice, source: 'own' }
  if (provider !== 'bedrock') return undefined
  const { model: id = '', area } = bedrockModelOf(model)
  const price = Object.hasOwn(priceSnapshot, id) ? priceSnapshot[id] : undefined
  if (price === undefined) return undefined
  const factor = area === undefined || area === 'global' ? 1 : regional
  const source = `snapshot ${priceSnapshotDate}`
  return { price: { input: price.input * factor, output: price.output * factor }, source }
}

/** A million tokens for so many USD is one token for so many millionths. */
function microUsdOf(use: ModelUse, price: ModelPrice): number | undefined {
  if (use.cacheReadTokens > 0 && price.cacheRead === undefined) return undefined
  if (use.cacheWriteTokens > 0 && price.cacheWrite === undefined) return undefined
  return (
    use.inputTokens * price.input +
    use.outputTokens * price.output +
    use.cacheReadTokens * (price.cacheRead ?? 0) +
    use.cacheWriteTokens * (price.cacheWrite ?? 0)
  )
}
