import { bedrockModelOf } from '../../core/bedrock-model.ts'
import { Fault } from '../../core/fault.ts'
import type { ModelUsage } from '../../core/model-usage.ts'
import { usdText } from '../../core/usd.ts'
import type { ModelUse } from '../../ports/model-client.ts'
import type { AgentModel } from '../context.ts'
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
export function checkBudget(usd: number | undefined, uses: readonly ModelUse[], options: BudgetOptions): void {
  if (usd === undefined) return
  checkPrices(options)
  const { microUsd } = costOf(uses, options.own)
  if (microUsd === 'unknown') throw new Fault('MODEL_PRICE_UNKNOWN', { model: uses.at(-1)?.model ?? '' })
  if (microUsd < usd * 1_000_000) return
  throw new Fault('MODEL_BUDGET_SPENT', { spent: usdText(microUsd), budget: usd })
}

/**
 * Throws `MODEL_JOB_BUDGET_SPENT` when the attempt has used up what was left of its job's budget when it began, and
 * `MODEL_PRICE_UNKNOWN`.
 */
export function checkJobBudget(budget: AgentModel['budget'], options: BudgetOptions): void {
  if (budget === undefined) return
  checkPrices(options)
  const used = budget.used()
  if (used === 'unknown') throw new Fault('MODEL_PRICE_UNKNOWN', { model: options.models[0]?.model ?? '' })
  if (used >= budget.microUsd) throw new Fault('MODEL_JOB_BUDGET_SPENT', { left: usdText(budget.microUsd) })
}

/** Nobody can say what a budget has left when a model has no price. */
function checkPrices({ models, own = {} }: BudgetOptions): void {
  const unpriced = models.find((use) => priceOf(use, own) === undefined)
  if (unpriced !== undefined) throw new Fault('MODEL_PRICE_UNKNOWN', { model: unpriced.model })
}

/** The same for one record of an attempt. */
export function usageOf(uses: readonly ModelUse[], own?: Prices): ModelUsage {
  const sum = (tokens: (use: ModelUse) => number) => uses.reduce((all, use) => all + tokens(use), 0)
  return {
    requests: uses.length,
    inputTokens: sum((use) => use.inputTokens),
    outputTokens: sum((use) => use.outputTokens),
    microUsd: costOf(uses, own).microUsd,
    ...(uses.some(({ provider }) => provider === 'scripted') ? { simulated: true as const } : {}),
  }
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
