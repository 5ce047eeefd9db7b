import type { ResourceLimits } from 'node:worker_threads'
import type { AgentDefinition } from '../../core/definition.ts'
import { isOfModel } from '../../core/model-settings.ts'

/** Environment variables by name. */
export type Environment = Readonly<Record<string, string | undefined>>

/** What every program may expect to know. Nothing else of the platform's environment reaches an agent undeclared. */
const always = ['PATH', 'HOME', 'TZ', 'LANG', 'NODE_ENV']

/** The environment of an agent's thread: the names it declared, as the platform has them, those of its model, and its own values. */
export function environmentOf(
  agent: Pick<AgentDefinition, 'environment' | 'environmentValues' | 'llm'>,
  platform: Environment,
): Record<string, string> {
  const environment: Record<string, string> = {}
  const { llm } = agent
  const ofModel = llm === undefined ? [] : Object.keys(platform).filter((name) => isOfModel(llm, name))
  for (const name of [...always, ...ofModel, ...agent.environment]) {
    const value = platform[name]
    if (value !== undefined) environment[name] = value
  }
  return { ...environment, ...agent.environmentValues }
}

/** The declared memory bounds the heap of JavaScript; bytes outside it (Buffers) are watched by `AttemptWatch`. */
export function resourceLimitsOf(memoryMb: number): ResourceLimits {
  return { maxOldGenerationSizeMb: memoryMb, maxYoungGenerationSizeMb: Math.min(32, Math.max(4, memoryMb / 16)) }
}

/** When the attempt's signal aborts: 10 % of the timeout before it, at most 2 s before. */
export function abortAfterMs(timeoutMs: number): number {
  return Math.max(0, timeoutMs - Math.min(2_000, timeoutMs / 10))
}

/** The longest that one Node timer lasts, about 24.8 days. */
export const maxTimerMs = 2 ** 31 - 1
