import type { OnError } from '../../core/definition.ts'
import { parseDurationMs } from '../../core/duration.ts'
import { errorCatalogue } from '../../core/errors/catalogue.ts'
import { nearestName } from '../../core/near-name.ts'
import { defaultRetry } from '../../core/retry.ts'
import { settingsLayers, settingsPaths } from '../agent-settings.ts'
import { pathText, valueAtPath } from '../describe.ts'
import { nearArgs } from '../report.ts'
import type { RetryDocument } from '../schema/agent.ts'
import type { Path } from '../source.ts'
import type { Context } from './context.ts'

/** What follows a failure: fallbacks that exist and end, retries that make sense. */
export function checkFailure(context: Context): void {
  for (const agent of Object.values(context.agents)) {
    checkFallback(agent.name, agent.onError, { at: lastPath(agent.name, 'on_error', context), context })
    checkCircle(agent.name, context)
  }
  for (const step of context.workflows.flatMap(({ rules }) =>
    rules.flatMap(({ whenTrue, whenFalse }) => [...whenTrue, ...whenFalse]),
  )) {
    const { onError, work } = step.template
    if (onError === undefined || work.kind !== 'agent') continue
    checkFallback(work.agent, onError, { at: [...step.path, 'on_error'], context })
  }
  for (const [path, retry] of retries(context)) checkRetry(path, retry, context)
}

function checkFallback(agent: string, onError: OnError, { at, context }: { at: Path; context: Context }): void {
  if (onError.kind !== 'fallback') return
  const { draft, report } = context
  const place = draft.source.valueAt([...at, 'fallback'])
  const target = onError.agent
  if (target === agent) return report.error('MANIFEST_FALLBACK', place, { name: agent, way: `${agent} -> ${agent}` })
  if (!draft.agentNames.includes(target)) {
    const near = nearArgs(nearestName(target, draft.agentNames))
    return report.error('MANIFEST_UNKNOWN_AGENT', place, { name: target, ...near })
  }
  if (context.agents[target]?.type === 'orchestrator')
    report.error('MANIFEST_ORCHESTRATOR_STEP', place, { name: target })
}

/** Reported once, at the agent of the circle that comes first in the file. */
function checkCircle(name: string, context: Context): void {
  const { agents, draft, report } = context
  const way = [name]
  for (let next = fallbackOf(name, context); next !== undefined; next = fallbackOf(next, context)) {
    way.push(next)
    if (next === name) break
    if (way.indexOf(next) < way.length - 1) return
  }
  if (way.length < 3 || way.at(-1) !== name) return
  const order = Object.keys(agents)
  const first = way.reduce((a, b) => (order.indexOf(b) < order.indexOf(a) ? b : a))
  if (first !== name) return
  const at = draft.source.valueAt([...lastPath(name, 'on_error', context), 'fallback'])
  report.error('MANIFEST_FALLBACK', at, { name, way: way.join(' -> ') })
}

function fallbackOf(name: string, { agents }: Context): string | undefined {
  const onError = Object.hasOwn(agents, name) ? agents[name]?.onError : undefined
  return onError?.kind === 'fallback' ? onError.agent : undefined
}

/** The strongest of the places that say this of the agent. */
function lastPath(agent: string, key: string, { draft, stage }: Context): Path {
  const paths = settingsPaths(agent, stage).map((path) => [...path, key])
  return paths.findLast((path) => valueAtPath(draft.source.document, path) !== undefined) ?? ['agents', agent]
}

function* retries({ draft, workflows }: Context): Generator<[Path, RetryDocument]> {
  for (const { path, settings } of settingsLayers(draft.manifest)) {
    if (settings.retry !== undefined) yield [[...path, 'retry'], settings.retry]
  }
  for (const { path } of workflows.flatMap(({ rules }) =>
    rules.flatMap(({ whenTrue, whenFalse }) => [...whenTrue, ...whenFalse]),
  )) {
    const retry = valueAtPath(draft.source.document, [...path, 'retry'])
    if (retry !== undefined && path[0] !== 'agents' && !draft.isDamaged([...path, 'retry'])) {
      yield [[...path, 'retry'], retry as RetryDocument]
    }
  }
}

function checkRetry(path: Path, retry: RetryDocument, { draft, report }: Context): void {
  const initial = parseDurationMs(retry.initial) ?? defaultRetry.initialMs
  const max = parseDurationMs(retry.max) ?? defaultRetry.maxMs
  if (initial > max) {
    const key = retry.initial === undefined ? 'max' : 'initial'
    const problem = `${pathText(path)} begins with a pause of ${initial} ms, longer than its longest, ${max} ms`
    report.error('MANIFEST_CONFLICT', draft.source.valueAt([...path, key]), {
      problem,
      repair: 'Raise max, or lower initial',
    })
  }
  for (const [index, code] of (retry.on ?? []).entries()) {
    if (Object.hasOwn(errorCatalogue, code)) continue
    // Authors have codes of their own: only what looks like one of ours is doubted.
    const near = nearestName(code, stepCodes)
    if (near === undefined) continue
    const args = { path: pathText([...path, 'on', index]), met: code, allowed: 'the codes of steps', near }
    report.warning('MANIFEST_VALUE', draft.source.valueAt([...path, 'on', index]), args)
  }
}

const stepCodes = Object.keys(errorCatalogue).filter((code) => code.startsWith('STEP_'))
