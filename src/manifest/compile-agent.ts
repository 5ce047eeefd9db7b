import type { AgentDefinition, OnError } from '../core/definition.ts'
import { parseDurationMs } from '../core/duration.ts'
import { defaultRetry, type RetryPolicy } from '../core/retry.ts'
import { own, settingsOf } from './agent-settings.ts'
import { compileLlm, llmOf } from './compile-llm.ts'
import type { AgentDocument, AgentSettings, OnErrorDocument, RetryDocument } from './schema/agent.ts'
import type { Manifest } from './schema/manifest.ts'
import { memoryMbOf } from './schema/scalars.ts'

const defaultTimeoutMs = 60_000
const defaultMemoryMb = 512

/** One agent with everything that defaults and the stage add. */
export function compileAgent(name: string, manifest: Manifest, stage: string | undefined): AgentDefinition {
  const agent: AgentDocument = own(manifest.agents, name) ?? {}
  const { runtime, retry, on_error } = settingsOf(manifest, name, stage)
  const { environment, environmentValues } = environmentOf(runtime?.environment ?? [])
  return {
    name,
    type: agent.type ?? 'worker',
    description: agent.description ?? '',
    entry: entryOf(name, agent),
    timeoutMs: parseDurationMs(runtime?.timeout) ?? defaultTimeoutMs,
    memoryMb: runtime?.memory === undefined ? defaultMemoryMb : memoryMbOf(runtime.memory),
    ...compileLlm(llmOf(manifest, name, stage), environment),
    environmentValues,
    skills: agent.capabilities?.skills ?? [],
    tools: agent.capabilities?.tools ?? [],
    retry: compileRetry(retry ?? {}, defaultRetry),
    onError: compileOnError(on_error ?? 'fail'),
    ...(runtime?.concurrency === undefined ? {} : { concurrency: runtime.concurrency }),
    ...memoryOf(name, agent),
    ...namesOf(agent),
  }
}

export function entryOf(name: string, agent: AgentDocument): string {
  return agent.entry ?? `agents/${name}/agent.ts`
}

export function compileRetry(written: RetryDocument, base: RetryPolicy): RetryPolicy {
  return {
    maxAttempts: written.max_attempts ?? base.maxAttempts,
    backoff: written.backoff ?? base.backoff,
    initialMs: parseDurationMs(written.initial) ?? base.initialMs,
    maxMs: parseDurationMs(written.max) ?? base.maxMs,
    jitter: written.jitter ?? base.jitter,
    ...onOf(written.on ?? base.on),
  }
}

export function compileOnError(written: OnErrorDocument): OnError {
  return typeof written === 'string' ? { kind: written } : { kind: 'fallback', agent: written.fallback }
}

function onOf(codes: readonly string[] | undefined): { on?: readonly string[] } {
  return codes === undefined ? {} : { on: codes }
}

type Environment = NonNullable<NonNullable<AgentSettings['runtime']>['environment']>

function environmentOf(written: Environment): Pick<AgentDefinition, 'environment' | 'environmentValues'> {
  if (Array.isArray(written)) return { environment: written, environmentValues: {} }
  const values = Object.entries(written).map(([name, value]) => [name, String(value)])
  return { environment: [], environmentValues: Object.fromEntries(values) }
}

function memoryOf(name: string, { dependencies }: AgentDocument): Pick<AgentDefinition, 'memory'> {
  const { memory = 'none' } = dependencies ?? {}
  if (memory === 'none') return {}
  return { memory: memory === 'required' ? name : memory.scope }
}

type Names = Pick<AgentDefinition, 'inputSchema' | 'outputSchema' | 'contextType' | 'alias'>

function namesOf(agent: AgentDocument): Names {
  const { capabilities, outputs, input_schema } = agent
  return {
    ...(input_schema === undefined ? {} : { inputSchema: input_schema }),
    ...(capabilities?.output_schema === undefined ? {} : { outputSchema: capabilities.output_schema }),
    ...(capabilities?.context_type === undefined ? {} : { contextType: capabilities.context_type }),
    ...(outputs?.database_field === undefined ? {} : { alias: outputs.database_field }),
  }
}
