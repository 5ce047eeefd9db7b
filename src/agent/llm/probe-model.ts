import * as z from 'zod'
import { Fault } from '../../core/fault.ts'
import type { ModelProviderName, ModelSettings } from '../../core/model-settings.ts'
import { readModelEnv } from '../../env.ts'
import type { ModelCall, ModelUse } from '../../ports/model-client.ts'
import { takesForcedTool } from './capabilities.ts'
import { chooseModel } from './choose-model.ts'
import { openClient } from './open-client.ts'
import type { OutputRung } from './output-rung.ts'
import { costOf } from './prices.ts'
import { reachOutput } from './reach-output.ts'
import { withoutSecrets } from './secrets.ts'

export interface ModelProbe {
  readonly provider: ModelProviderName
  readonly model: string
  /** Until the first answer, pauses included. */
  readonly elapsedMs: number
  /** How it is brought to structured output. */
  readonly rung: OutputRung
  /** Of the probe itself. */
  readonly microUsd: number | 'unknown'
}

const patienceMs = 30_000
const question = { instructions: '', output: z.object({ sum: z.number() }), limits: { reasks: 1 } } as const

/**
 * Asks a model for a small sum, as an agent with these settings would, and without its fallback: one to six short requests,
 * which are paid for. Throws faults of the area MODEL.
 */
export async function probeModel({ fallbackModel: _fallback, ...settings }: ModelSettings): Promise<ModelProbe> {
  const chosen = chooseModel(settings, readModelEnv())
  const { provider, model } = chosen
  const uses: ModelUse[] = []
  try {
    const client = await openClient(chosen, { maxOutputTokens: 500 }, () => ({ toolCalls: [sumOfScript] }))
    const counting = {
      describe: client.describe,
      async run(call: ModelCall) {
        const end = await client.run(call)
        uses.push(...end.uses)
        return end
      },
    }
    const rung = await rungOf((forced) => reachOutput({ ...question, ...forced }, counting, callNow()), model)
    const [first] = uses
    return { provider, model, elapsedMs: first?.elapsedMs ?? 0, rung, microUsd: costOf(uses).microUsd }
  } catch (thrown) {
    throw withoutSecrets(thrown, chosen.apiKey === undefined ? [] : [chosen.apiKey])
  }
}

const sumOfScript = { name: 'answer', input: { sum: 4 } }

type Reach = (forced: { readonly structuredOutput?: OutputRung }) => Promise<unknown>

/** The highest rung that it stands on. */
async function rungOf(reach: Reach, model: string): Promise<OutputRung> {
  try {
    await reach({})
    return takesForcedTool(model) === false ? 'tool' : 'forcedTool'
  } catch (thrown) {
    if (!(thrown instanceof Fault) || thrown.code !== 'MODEL_OUTPUT_INVALID') throw thrown
    await reach({ structuredOutput: 'json' })
    return 'json'
  }
}

function callNow(): ModelCall {
  return {
    system: 'You add numbers.',
    prompt: 'How much is 2 + 2?',
    tools: [],
    callTimeoutMs: patienceMs,
    deadline: Date.now() + patienceMs,
    signal: AbortSignal.timeout(2 * patienceMs),
    log: () => undefined,
    beforeCall: () => undefined,
  }
}
