/**
 * The models of one run as one: it asks the first, tries again what may pass, then asks the next.
 *
 * 1. It alone retries: the providers' clients are told to try once, the loop above has no retries of its own.
 * 2. A pause is what the provider asks for, else 0.5 s doubled each time, and never reaches beyond the deadline.
 * 3. An answer is passed on whole: what broke off in the middle was never seen by the loop.
 * 4. Once a model has answered, the run stays with it: reasoning belongs to the model that wrote it.
 *
 * It does not count what a run may use: `beforeCall` does.
 */
import { Model, type ModelStreamEvent } from '@strands-agents/sdk'
import { formatDurationMs } from '../../core/duration.ts'
import { Fault } from '../../core/fault.ts'
import type { Clock } from '../../ports/clock.ts'
import type { ModelCall, ModelProvider, ModelUse } from '../../ports/model-client.ts'
import { collect } from './collect.ts'
import { type Failure, failureOf, faultOf, isForAnotherModel, isTransient } from './failure.ts'
import { untilAborted } from './until-aborted.ts'

export interface Candidate {
  readonly provider: ModelProvider
  readonly id: string
  readonly model: Model
}

export interface ChainOptions {
  readonly candidates: readonly [Candidate, ...Candidate[]]
  readonly clock: Clock
  readonly call: ModelCall
}

const maxTries = 5
const maxTriesBeforeAnother = 2
const firstPauseMs = 500
const maxPauseMs = 20_000

type Messages = Parameters<Model['stream']>[0]
type Options = Parameters<Model['stream']>[1]

export class ModelChain extends Model {
  readonly uses: ModelUse[] = []
  readonly #options: ChainOptions
  #chosen = 0

  constructor(options: ChainOptions) {
    super()
    this.#options = options
  }

  override updateConfig(): void {}

  override getConfig(): { modelId: string } {
    return { modelId: this.#candidate.id }
  }

  override async *stream(messages: Messages, options?: Options): AsyncGenerator<ModelStreamEvent> {
    const { call, clock } = this.#options
    call.beforeCall(this.uses)
    const startedAt = clock.now()
    let tries = 0
    for (;;) {
      const { events, tried } = await this.#patientlyAsk(messages, options)
      tries += tried
      if (events === undefined) {
        this.#chosen += 1
        continue
      }
      this.#record(events, { elapsedMs: clock.now() - startedAt, tries })
      yield* events
      return
    }
  }

  get #candidate(): Candidate {
    return this.#options.candidates[this.#chosen] ?? this.#options.candidates[0]
  }

  /** Until there is an answer, or another model is to be asked. */
  async #patientlyAsk(messages: Messages, options: Options): Promise<{ events?: ModelStreamEvent[]; tried: number }> {
    const { call, candidates, clock } = this.#options
    const isLast = this.#chosen === candidates.length - 1 || this.uses.length > 0
    for (let tried = 1; ; tried += 1) {
      const answer = await this.#ask(messages, options)
      if (Array.isArray(answer)) return { events: answer, tried }
      const pauseMs = this.#pauseBefore(tried + 1, answer, isLast)
      const { id: model, provider } = this.#candidate
      const { kind, problem } = answer
      if (pauseMs === undefined && (isLast || !isForAnotherModel(answer))) {
        throw faultOf(answer, { provider, model, tries: tried, timeout: formatDurationMs(call.callTimeoutMs) })
      }
      call.log('warn', 'Request to the model failed', { model, kind, problem, tried, pauseMs })
      if (pauseMs === undefined) return { tried }
      await untilAborted(clock.sleep(pauseMs), call.signal)
    }
  }

  #pauseBefore(attempt: number, failure: Failure, isLast: boolean): number | undefined {
    const { call, clock } = this.#options
    if (!isTransient(failure) || attempt > (isLast ? maxTries : maxTriesBeforeAnother)) return undefined
    const pauseMs = failure.retryAfterMs ?? Math.min(maxPauseMs, firstPauseMs * 2 ** (attempt - 2))
    return clock.now() + pauseMs < call.deadline ? pauseMs : undefined
  }

  async #ask(messages: Messages, options: Options): Promise<ModelStreamEvent[] | Failure> {
    const { signal, callTimeoutMs, forcedTool } = this.#options.call
    signal.throwIfAborted()
    const timeout = AbortSignal.timeout(callTimeoutMs)
    const cancelSignal = AbortSignal.any([signal, timeout])
    const choice = forcedTool === undefined ? {} : { toolChoice: { tool: { name: forcedTool } } }
    try {
      const events = await collect(
        this.#candidate.model.stream(messages, { ...options, ...choice, cancelSignal }),
        cancelSignal,
      )
      if (
        events.some((event) => event.type === 'modelMessageStopEvent' && event.stopReason === 'guardrailIntervened')
      ) {
        throw new Fault('MODEL_BLOCKED', { model: this.#candidate.id })
      }
      return events
    } catch (thrown) {
      signal.throwIfAborted()
      if (thrown instanceof Fault) throw thrown
      return timeout.aborted ? { ...failureOf(thrown), kind: 'timedOut' } : failureOf(thrown)
    }
  }

  #record(events: readonly ModelStreamEvent[], { elapsedMs, tries }: Pick<ModelUse, 'elapsedMs' | 'tries'>): void {
    const { provider, id: model } = this.#candidate
    const metadata = events.find((event) => event.type === 'modelMetadataEvent')
    const usage = metadata?.usage
    this.uses.push({
      provider,
      model,
      inputTokens: usage?.inputTokens ?? 0,
      outputTokens: usage?.outputTokens ?? 0,
      cacheReadTokens: usage?.cacheReadInputTokens ?? 0,
      cacheWriteTokens: usage?.cacheWriteInputTokens ?? 0,
      elapsedMs,
      tries,
    })
  }
}
