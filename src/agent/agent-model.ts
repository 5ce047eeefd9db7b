import { addUsage, compactUsage, expandUsage, type ModelUsage } from '../core/model-usage.ts'
import type { AttemptCall } from '../ports/agent-invoker.ts'
import type { AgentHost } from './agent-host.ts'
import type { AgentModel } from './context.ts'
import type { LoadedAgent } from './load-agent.ts'

export interface ModelParts {
  readonly agent: Pick<LoadedAgent, 'name' | 'llm' | 'toolNames'>
  readonly call: Pick<AttemptCall, 'budgetMicroUsd'>
  readonly host: Pick<AgentHost, 'script' | 'spent' | 'cacheAsked' | 'answers'>
}

/** What an attempt knows of its language model, and how it tells what that cost. */
export function agentModel({ agent, call, host }: ModelParts): AgentModel {
  const { budgetMicroUsd } = call
  let used: ModelUsage | undefined
  return {
    ...(agent.llm === undefined ? {} : { settings: agent.llm }),
    ...(agent.toolNames.length === 0 ? {} : { tools: agent.toolNames }),
    ...(host.script === undefined ? {} : { script: host.script }),
    spent(given) {
      // Authors can call it: a record that nobody can read would hold up the job.
      const usage = expandUsage(compactUsage(given))
      used = addUsage(used, usage)
      host.spent?.(usage)
    },
    ...answersOf(agent, host),
    cacheAsked: (isHit) => host.cacheAsked?.(isHit),
    ...(budgetMicroUsd === undefined ? {} : { budget: { microUsd: budgetMicroUsd, used: () => used?.microUsd ?? 0 } }),
  }
}

/** Only where agents.yaml says so: on AWS its role depends on it. */
function answersOf({ name, llm }: ModelParts['agent'], { answers }: ModelParts['host']): Pick<AgentModel, 'answers'> {
  if (answers === undefined || llm?.cacheMs === undefined) return {}
  const keyOf = (hash: string) => `${name}#${hash}`
  return {
    answers: { get: (hash) => answers.get(keyOf(hash)), put: (hash, answer) => answers.put(keyOf(hash), answer) },
  }
}
