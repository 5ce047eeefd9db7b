import { formatDurationMs } from '../../core/duration.ts'
import { Fault } from '../../core/fault.ts'
import type { ModelSettings } from '../../core/model-settings.ts'
import { costText } from '../../core/usd.ts'
import { probeModel } from '../../dev/probe-model.ts'
import type { Check, Patient } from './check.ts'

const wanted = 'answers, and gives structured output'

/** Asks each model that agents.yaml names, fallbacks too. Made only on request: requests are paid for. */
export async function* modelChecks({ project }: Pick<Patient, 'project'>): AsyncGenerator<Check> {
  const { definition } = project ?? {}
  if (definition === undefined) {
    yield { name: 'models', wanted, status: 'skipped', found: 'agents.yaml must be valid first' }
    return
  }
  const models = modelsOf(Object.values(definition.agents).flatMap(({ llm }) => (llm === undefined ? [] : [llm])))
  if (models.length === 0) yield { name: 'models', wanted, status: 'ok', found: 'no agent has one' }
  for (const settings of models) yield await checkOf(settings)
}

/** Each once, whoever names it. */
function modelsOf(all: readonly ModelSettings[]): ModelSettings[] {
  const alone = all.flatMap(({ fallbackModel, ...first }): ModelSettings[] =>
    fallbackModel === undefined ? [first] : [first, { ...first, model: fallbackModel }],
  )
  return [...new Map(alone.map((settings) => [JSON.stringify(settings), settings])).values()]
}

const rungs = {
  forcedTool: 'takes a forced tool',
  tool: 'calls a tool when told to',
  json: "writes JSON only: say structuredOutput: 'json' in llm({ … })",
} as const

async function checkOf(settings: ModelSettings): Promise<Check> {
  const name = `model ${settings.model ?? settings.provider ?? 'of the environment'}`
  try {
    const { provider, model, elapsedMs, rung, microUsd } = await probeModel(settings)
    const cost = microUsd === 'unknown' ? 'its price is unknown' : `this cost ${costText({ microUsd })}`
    const found = `${model} of ${provider} answers in ${formatDurationMs(elapsedMs)}, ${rungs[rung]}; ${cost}`
    return { name, wanted, status: rung === 'json' ? 'warning' : 'ok', found }
  } catch (thrown) {
    if (!(thrown instanceof Fault)) throw thrown
    const repair = thrown.hint === undefined ? {} : { repair: thrown.hint }
    return { name, wanted, status: 'failed', found: thrown.message, ...repair }
  }
}
