import type { ZodType } from 'zod'
import type { AgentDefinition } from '../core/definition.ts'
import { Fault } from '../core/fault.ts'
import type { ModelSettings } from '../core/model-settings.ts'
import type { AgentContext, AgentTool } from './context.ts'
import { isAgent } from './define-agent.ts'

/** The part of an agent's definition that its code must match. */
export type AgentDeclaration = Pick<
  AgentDefinition,
  'name' | 'entry' | 'inputSchema' | 'outputSchema' | 'tools' | 'llm' | 'memory'
>

/** What importing a module gives. */
export type ModuleExports = Readonly<Record<string, unknown>>

/** An agent's code, matched with what agents.yaml says about it. */
export interface LoadedAgent {
  readonly name: string
  /** In the order they are applied: the one agents.yaml names, then the agent's own. */
  readonly inputSchemas: readonly NamedSchema[]
  /** In the order they are applied: the agent's own, then the one agents.yaml names. */
  readonly outputSchemas: readonly NamedSchema[]
  readonly tools: Readonly<Record<string, AgentTool>>
  /** What agents.yaml names, in its order. */
  readonly toolNames: readonly string[]
  /** What agents.yaml says of its language model. */
  readonly llm?: ModelSettings
  /** Scope of its long-term memory. */
  readonly memory?: string
  run(context: AgentContext<unknown>): unknown
}

export interface NamedSchema {
  readonly name: string
  readonly schema: ZodType
}

/**
 * Throws the faults `AGENT_NOT_DEFINED`, `AGENT_SCHEMA_MISSING`, `AGENT_TOOL_MISSING`.
 * @param main exports of the agent's entry
 * @param toolModule exports of tools.ts beside it, if there is one; a tool of the entry comes first
 */
export function loadAgent(
  declared: AgentDeclaration,
  main: ModuleExports,
  toolModule: ModuleExports = {},
): LoadedAgent {
  const agent = main.default
  if (!isAgent(agent)) throw new Fault('AGENT_NOT_DEFINED', { entry: declared.entry })
  const declaredInput = namedSchema(declared, main, declared.inputSchema)
  const declaredOutput = namedSchema(declared, main, declared.outputSchema)
  return {
    name: declared.name,
    inputSchemas: [...declaredInput, ...ownSchema('input', agent.input, declaredInput)],
    outputSchemas: [...ownSchema('output', agent.output, declaredOutput), ...declaredOutput],
    tools: toolsOf(declared, main, toolModule),
    toolNames: declared.tools,
    ...(declared.llm === undefined ? {} : { llm: declared.llm }),
    ...(declared.memory === undefined ? {} : { memory: declared.memory }),
    run: (context) => agent.run(context),
  }
}

/** Names in `tools` that the entry does not export as functions: whether tools.ts is needed at all. */
export function toolsBeyond(declared: AgentDeclaration, main: ModuleExports): string[] {
  return declared.tools.filter((tool) => !isTool(main[tool]) && !platformTools.has(tool))
}

/** A schema given in both places is applied once, under the name agents.yaml knows. */
function ownSchema(name: string, schema: ZodType | undefined, named: readonly NamedSchema[]): NamedSchema[] {
  if (schema === undefined || named[0]?.schema === schema) return []
  return [{ name: `the agent's own ${name} schema`, schema }]
}

function namedSchema(declared: AgentDeclaration, main: ModuleExports, name: string | undefined): NamedSchema[] {
  if (name === undefined) return []
  const schema = main[name]
  if (!isSchema(schema)) throw new Fault('AGENT_SCHEMA_MISSING', { entry: declared.entry, schema: name })
  return [{ name, schema }]
}

/** By its method, not by class: the author's zod need not be this package's copy. */
function isSchema(value: unknown): value is ZodType {
  return (
    typeof value === 'object' &&
    value !== null &&
    'safeParseAsync' in value &&
    typeof value.safeParseAsync === 'function'
  )
}

function toolsOf(declared: AgentDeclaration, main: ModuleExports, beside: ModuleExports): Record<string, AgentTool> {
  const tools: Record<string, AgentTool> = {}
  for (const name of declared.tools) {
    const tool = isTool(main[name]) ? main[name] : beside[name]
    if (isOfModel(tool) || platformTools.has(name)) continue
    if (typeof tool !== 'function') throw new Fault('AGENT_TOOL_MISSING', { agent: declared.name, tool: name })
    tools[name] = tool as AgentTool
  }
  return tools
}

/** What `troupe/llm` ships: no code of the agent exports it. */
const platformTools: ReadonlySet<string> = new Set(['read_file', 'read_result', 'fetch_url'])

function isTool(value: unknown): boolean {
  return typeof value === 'function' || isOfModel(value)
}

/** Made by `tool` of `troupe/llm`: the model calls it, not the agent. */
function isOfModel(value: unknown): boolean {
  return typeof value === 'object' && value !== null && 'run' in value && typeof value.run === 'function'
}
