import type { AgentDefinition } from '../core/definition.ts'
import { Fault } from '../core/fault.ts'
import { nearestName } from '../core/near-name.ts'
import type { CheckedProject } from './open-project.ts'

/** Throws `AGENT_NOT_FOUND` with the name that was probably meant, or all of them. */
export function agentNamed({ definition }: Pick<CheckedProject, 'definition'>, name: string): AgentDefinition {
  const { agents } = definition
  const agent = Object.hasOwn(agents, name) ? agents[name] : undefined
  if (agent !== undefined) return agent
  const near = nearestName(name, Object.keys(agents))
  throw new Fault('AGENT_NOT_FOUND', {
    agent: name,
    ...(near === undefined ? { hint: `Its agents are: ${Object.keys(agents).join(', ')}` } : { near }),
  })
}
