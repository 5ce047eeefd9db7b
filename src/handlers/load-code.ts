import {
  type AgentDeclaration,
  type LoadedAgent,
  loadAgent,
  type ModuleExports,
  toolsBeyond,
} from '../agent/load-agent.ts'
import { Fault } from '../core/fault.ts'

/** Imports an agent's entry, and tools.ts beside it where the project has one. */
export type LoadModules = () => Promise<{ readonly main: ModuleExports; readonly tools?: ModuleExports }>

/**
 * The agent's code, or why it cannot be loaded: then each attempt fails with that, as on a laptop. Never throws.
 * Meant for the cold start, whose time nobody waits for twice.
 */
export async function loadCode(declaration: AgentDeclaration, load: LoadModules): Promise<LoadedAgent | Fault> {
  const { name, entry } = declaration
  try {
    const { main, tools = {} } = await load()
    return loadAgent(declaration, main, toolsBeyond(declaration, main).length > 0 ? tools : {})
  } catch (thrown) {
    if (thrown instanceof Fault) return thrown
    const problem = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : `it threw ${String(thrown)}`
    const [line = ''] = problem.split('\n', 1)
    return new Fault('AGENT_LOAD_FAILED', { agent: name, entry, problem: line.slice(0, 300) }, { cause: thrown })
  }
}
