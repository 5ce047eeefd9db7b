import { formatDurationMs } from '../../core/duration.ts'
import { Fault } from '../../core/fault.ts'
import type { ModelUse } from '../../ports/model-client.ts'

/** What one `run` may use. Soft where a model decides: looked at before each request, so one answer may overshoot. */
export interface LlmLimits {
  /** Requests to the model. Default 20. */
  readonly turns?: number
  /** Tokens in and out, over all requests. Default 200,000. */
  readonly totalTokens?: number
  /** Tokens that one answer may have. Default: the provider's. */
  readonly answerTokens?: number
  /** The whole run. Default: what is left of the attempt. */
  readonly timeMs?: number
  /** One request. Default 120,000. */
  readonly callTimeMs?: number
  /** One call of a tool. Default 60,000. */
  readonly toolTimeMs?: number
  /** Calls of tools that may fail before the run does. Default 5. */
  readonly toolFailures?: number
  /** Characters of instructions and prompt. Default 400,000. */
  readonly promptCharacters?: number
  /** How often an answer that does not match the output schema is asked for again. Default 2. */
  readonly reasks?: number
  /** Stops before the request that follows when so much is spent. Default: no budget. Needs a known price. */
  readonly usd?: number
}

type Defaulted = Required<Omit<LlmLimits, 'usd' | 'timeMs' | 'answerTokens'>>
export type EffectiveLimits = LlmLimits & Defaulted

const defaults: Defaulted = {
  turns: 20,
  totalTokens: 200_000,
  callTimeMs: 120_000,
  toolTimeMs: 60_000,
  toolFailures: 5,
  promptCharacters: 400_000,
  reasks: 2,
}

export function limitsOf(limits: LlmLimits = {}): EffectiveLimits {
  return { ...defaults, ...limits }
}

/** Throws `MODEL_LIMIT_REACHED` when no further request may be made. */
export function checkTurns({ turns, totalTokens }: EffectiveLimits, uses: readonly ModelUse[]): void {
  if (uses.length >= turns) throw new Fault('MODEL_LIMIT_REACHED', { limit: `${turns} turns` })
  const used = uses.reduce((sum, { inputTokens, outputTokens }) => sum + inputTokens + outputTokens, 0)
  if (used >= totalTokens) throw new Fault('MODEL_LIMIT_REACHED', { limit: `${totalTokens} tokens` })
}

/** Throws `MODEL_INPUT_TOO_LARGE`. */
export function checkPrompt({ promptCharacters: limit }: EffectiveLimits, ...texts: readonly string[]): void {
  const met = texts.reduce((sum, { length }) => sum + length, 0)
  if (met > limit) throw new Fault('MODEL_INPUT_TOO_LARGE', { met, limit })
}

/** A signal that aborts with the attempt's, and by itself after `timeMs`. Call `done` when the run has ended. */
export function timedSignal(attempt: AbortSignal, timeMs: number | undefined): { signal: AbortSignal; done(): void } {
  if (timeMs === undefined) return { signal: attempt, done: () => undefined }
  const controller = new AbortController()
  const fault = new Fault('MODEL_LIMIT_REACHED', { limit: formatDurationMs(timeMs) })
  const timer = setTimeout(() => controller.abort(fault), timeMs)
  return { signal: AbortSignal.any([attempt, controller.signal]), done: () => clearTimeout(timer) }
}
